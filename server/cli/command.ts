import type { z } from 'zod'
import type { Clock } from '#lib/clock'
import type { Config } from '#lib/config'
import type { OpenDatabase } from '#lib/open-database'

/** What a command prints: `text` for people, `json` for scripts. `isGood: false` makes the exit code 1. */
export type Result = { text: string; json: unknown; isGood?: boolean }

export type CommandContext = { config: Config; database: OpenDatabase; clock: Clock }

export type Option = {
  /** The value in the help: `EMAIL`; without it the option is a switch. */
  value?: string
  help: string
  isRepeatable?: boolean
}

/** One command of the command line; `options` and `input` describe the same names. */
export type Command = {
  /** Its words: `account create`. */
  name: string
  summary: string
  options: Record<string, Option>
  /** The option that may be given as a word of its own behind the name. */
  positional?: string | undefined
  example: string
  /** It only looks: the database is not brought forward first. */
  isLooking: boolean
  /** Parses what was given, before anything is started; throws ZodError. */
  prepare(given: unknown): (context: CommandContext) => Promise<Result>
}

/** Declares a command; what was given is parsed with `input` before it runs. */
export function command<Input extends z.ZodObject>(declared: {
  name: string
  summary: string
  options: Record<keyof z.input<Input> & string, Option>
  input: Input
  positional?: keyof z.input<Input> & string
  example: string
  isLooking?: boolean
  run(context: CommandContext, input: z.output<Input>): Promise<Result>
}): Command {
  const { input, run, isLooking = false, ...shown } = declared
  return {
    ...shown,
    isLooking,
    prepare(given) {
      const parsed = input.parse(given)
      return (context) => run(context, parsed)
    },
  }
}

/** The command cannot be done as asked; the message is meant for the person at the console. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}
