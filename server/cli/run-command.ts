import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { z } from 'zod'
import { checkSecretKey } from '#lib/check-secret-key'
import { systemClock } from '#lib/clock'
import { ConfigError, readConfig } from '#lib/config'
import { EmbeddedPostgresError } from '#lib/embedded-postgres'
import { AppError } from '#lib/errors'
import { migrateJobs } from '#lib/jobs'
import { migrate } from '#lib/migrate'
import { DatabaseUnfit, openDatabase } from '#lib/open-database'
import { CommandError, type Command } from './command.ts'
import { describeAll, describeCommand } from './help.ts'

type Output = { print: (text: string) => void; complain: (text: string) => void }

/** 0: done. 1: not done. 2: the command line is wrong. */
export type ExitCode = 0 | 1 | 2

/** What our errors mean to somebody at a console. */
const words: Partial<Record<string, string>> = {
  'user.email_taken': 'Somebody signs in with this e-mail already.',
  'user.password_too_short': 'The password must have at least 12 characters.',
  'role.not_found': 'There is no such role in the account.',
  'channel.token_invalid': 'The messenger does not know this token.',
  'channel.rights_missing':
    'The token may not do enough: it needs access to messages, photos, files and community management.',
  'channel.needs_public_url':
    'This messenger delivers to a public https address only, and PUBLIC_URL is not one.',
  'channel.token_taken': 'This bot is connected already.',
  'channel.unreachable': 'The messenger cannot be reached now.',
  'channel.origin_invalid': 'An origin must look like https://shop.example.com',
}

/** Runs one command of the command line: words first, then options. */
export async function runCommand(
  commands: readonly Command[],
  argv: readonly string[],
  env: Record<string, string | undefined>,
  output: Output,
): Promise<ExitCode> {
  const split = argv.findIndex((word) => word.startsWith('-'))
  const name = (split === -1 ? argv : argv.slice(0, split)).join(' ')
  const rest = split === -1 ? [] : argv.slice(split)
  if (name === 'help' || (name === '' && (rest.length === 0 || rest.includes('--help')))) {
    output.print(describeAll(commands))
    return 0
  }
  const { chosen, word } = choose(commands, name.replace(/^help /, ''))
  if (!chosen) {
    output.complain(`There is no command "${name}".\n\n${describeAll(commands)}`)
    return 2
  }
  if (name.startsWith('help ') || rest.includes('--help')) {
    output.print(describeCommand(chosen))
    return 0
  }
  const given = readOptions(chosen, word === null ? rest : [`--${chosen.positional}=${word}`, ...rest])
  if (typeof given === 'string') {
    output.complain(`${given}\n\n${describeCommand(chosen)}`)
    return 2
  }
  return perform(chosen, given, env, output)
}

/** A command by its name, or by its name and the word that it takes behind it. */
function choose(
  commands: readonly Command[],
  name: string,
): { chosen: Command | undefined; word: string | null } {
  const exact = commands.find((each) => each.name === name)
  if (exact) return { chosen: exact, word: null }
  const end = name.lastIndexOf(' ')
  const chosen = commands.find((each) => each.positional !== undefined && each.name === name.slice(0, end))
  return { chosen, word: chosen ? name.slice(end + 1) : null }
}

type Given = { values: Record<string, unknown>; isJson: boolean }

function readOptions(chosen: Command, argv: string[]): Given | string {
  const options: ParseArgsOptionsConfig = { json: { type: 'boolean' } }
  for (const [name, option] of Object.entries(chosen.options)) {
    options[name] = { type: option.value ? 'string' : 'boolean', multiple: option.isRepeatable ?? false }
  }
  try {
    const { values } = parseArgs({ args: argv, options, allowPositionals: false })
    const { json, ...others } = values
    return { values: others, isJson: json === true }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function perform(
  chosen: Command,
  { values, isJson }: Given,
  env: Record<string, string | undefined>,
  { print, complain }: Output,
): Promise<ExitCode> {
  try {
    const run = chosen.prepare(values)
    const config = readConfig(env)
    const database = await openDatabase({ config, print: complain, isGuest: true })
    try {
      if (!chosen.isLooking) {
        await migrate(database.pool)
        await migrateJobs(database.pool)
        await checkSecretKey(database.db, config.secretKey)
      }
      const result = await run({ config, database, clock: systemClock })
      print(isJson ? JSON.stringify(result.json, null, 2) : result.text)
      return result.isGood === false ? 1 : 0
    } finally {
      await database.close()
    }
  } catch (error) {
    complain(explain(error))
    return error instanceof z.ZodError ? 2 : 1
  }
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map((issue) => `--${issue.path.join('.')}: ${toWords(issue)}`).join('\n')
  }
  if (error instanceof AppError) return words[error.code] ?? error.code
  const isForPeople =
    error instanceof CommandError ||
    error instanceof ConfigError ||
    error instanceof DatabaseUnfit ||
    error instanceof EmbeddedPostgresError
  if (isForPeople) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function toWords(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined')
    ? 'is missing'
    : issue.message
}
