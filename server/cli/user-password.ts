import { z } from 'zod'
import { createReset } from '#features/people'
import { inTransaction } from '#lib/db'
import { command, CommandError, type Command } from './command.ts'

/**
 * A way in for who has forgotten the password where no letters are sent. The password itself is typed into the page behind the
 * link, so it stands in no history of a shell and in no list of processes.
 */
export const userPassword: Command = command({
  name: 'user password',
  summary: 'Print a link, good once and for an hour, by which a colleague sets a new password',
  options: { email: { value: 'EMAIL', help: 'what he signs in with' } },
  positional: 'email',
  input: z.object({
    email: z.string().trim().toLowerCase().pipe(z.email('must be an e-mail address')),
  }),
  example: 'user password anna@example.com',
  async run({ config, database, clock }, { email }) {
    const token = await inTransaction(database.db, (tx) => createReset(tx, email, clock()))
    if (token === null) throw new CommandError(`There is no active user ${email}.`)
    const site = config.publicUrl ?? `http://localhost:${config.port}`
    const link = `${site}/reset/${token}`
    return {
      text: `${link}\nThe link works once, for an hour. When the new password is set, ${email} is signed out everywhere.`,
      json: { email, link },
    }
  },
})
