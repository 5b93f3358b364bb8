import { z } from 'zod'
import { language, name, timeZone } from '#contract/common'
import { createAccount, createApiToken, createUser, listMemberships } from '#features/people'
import { randomToken } from '#lib/crypto'
import { inTransaction } from '#lib/db'
import { onAccountCreated } from '../features.ts'
import { command, CommandError, type Command, type CommandContext } from './command.ts'
import { pickAccount, settingsOf } from './pick-account.ts'

const email = z.string().trim().toLowerCase().pipe(z.email('must be an e-mail address'))
const password = z.string().min(12, 'must have at least 12 characters').optional()

/** Without a password one is made and shown, once. */
function choosePassword(given: string | undefined): { password: string; isMade: boolean } {
  return given === undefined
    ? { password: randomToken(12), isMade: true }
    : { password: given, isMade: false }
}

const passwordHelp = { value: 'PASSWORD', help: 'at least 12 characters; without it one is made and shown' }
const passwordLine = (made: { password: string; isMade: boolean }): string =>
  made.isMade ? `\nPassword: ${made.password}` : ''

export const accountCreate: Command = command({
  name: 'account create',
  summary: 'Make an account with its admin',
  options: {
    name: { value: 'NAME', help: 'the company' },
    email: { value: 'EMAIL', help: "the admin's e-mail, to sign in with" },
    password: passwordHelp,
    'admin-name': { value: 'NAME', help: "the admin's name; else the part of the e-mail before the @" },
    language: { value: 'ru|en', help: 'ru unless told otherwise' },
    'time-zone': { value: 'ZONE', help: "such as Europe/Moscow; else this machine's" },
    currency: { value: 'CODE', help: 'three letters; RUB unless told otherwise' },
    country: { value: 'CODE', help: 'two letters, for phone numbers; RU unless told otherwise' },
  },
  input: z.object({
    name,
    email,
    password,
    'admin-name': name.optional(),
    language: language.default('ru'),
    'time-zone': timeZone.default(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be three capital letters')
      .default('RUB'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be two capital letters')
      .default('RU'),
  }),
  example: 'account create --name "Tea & Co" --email anna@example.com',
  async run(context, input) {
    const made = choosePassword(input.password)
    const { account, userId } = await inTransaction(context.database.db, (tx) =>
      createAccount(
        tx,
        { ...settingsOf(context), onAccountCreated },
        {
          company: input.name,
          language: input.language,
          timeZone: input['time-zone'],
          currency: input.currency,
          country: input.country,
          admin: {
            name: input['admin-name'] ?? input.email.split('@')[0] ?? input.email,
            email: input.email,
            password: made.password,
          },
          followsBrowser: false,
        },
      ),
    )
    return {
      text: `Account ${account.id} (${account.subdomain}) is made; its admin is ${input.email}.${passwordLine(made)}`,
      json: {
        accountId: account.id,
        subdomain: account.subdomain,
        userId,
        email: input.email,
        ...(made.isMade ? { password: made.password } : {}),
      },
    }
  },
})

export const userCreate: Command = command({
  name: 'user create',
  summary: 'Add a colleague who can sign in at once',
  options: {
    email: { value: 'EMAIL', help: 'to sign in with' },
    name: { value: 'NAME', help: 'as colleagues and clients see it' },
    password: passwordHelp,
    role: { value: 'admin|member', help: 'member unless told otherwise' },
    account: { value: 'NAME', help: 'number or short name of the account, when there are several' },
  },
  input: z.object({
    email,
    name,
    password,
    role: z.enum(['admin', 'member']).default('member'),
    account: z.string().optional(),
  }),
  example: 'user create --email boris@example.com --name "Boris"',
  async run(context, input) {
    const made = choosePassword(input.password)
    const accountId = await pickAccount(context.database.db, input.account)
    const userId = await inTransaction(context.database.db, (tx) =>
      createUser(tx, settingsOf(context), {
        accountId,
        name: input.name,
        email: input.email,
        password: made.password,
        role: input.role,
        at: context.clock(),
      }),
    )
    return {
      text: `${input.name} (user ${userId}) can sign in as ${input.email}.${passwordLine(made)}`,
      json: {
        accountId,
        userId,
        email: input.email,
        ...(made.isMade ? { password: made.password } : {}),
      },
    }
  },
})

export const tokenCreate: Command = command({
  name: 'token create',
  summary: 'Make a long-lived token of the API v4; prints the token and nothing else',
  options: {
    user: { value: 'EMAIL', help: 'whose rights the token has' },
    account: { value: 'NAME', help: 'number or short name of the account, when the user has several' },
  },
  input: z.object({ user: email, account: z.string().optional() }),
  example: 'token create --user anna@example.com',
  async run(context, input) {
    const member = await findMember(context, input.user, input.account)
    const settings = { secretKey: context.config.secretKey, clock: context.clock }
    const token = await inTransaction(context.database.db, (tx) => createApiToken(tx, settings, member))
    return { text: token, json: { token, ...member } }
  },
})

async function findMember(
  { database: { db } }: CommandContext,
  user: string,
  account: string | undefined,
): Promise<{ accountId: number; userId: number }> {
  const all = (await listMemberships(db, user)).filter((member) => member.isActive)
  const accountId = account === undefined ? null : await pickAccount(db, account)
  const found = accountId === null ? all : all.filter((member) => member.accountId === accountId)
  const [first] = found
  if (!first)
    throw new CommandError(`There is no active user ${user}${accountId === null ? '' : ' in that account'}.`)
  if (found.length > 1) {
    throw new CommandError(
      `${user} has several accounts (${found.map((one) => one.accountId).join(', ')}); choose with --account.`,
    )
  }
  return { accountId: first.accountId, userId: first.userId }
}
