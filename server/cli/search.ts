import { z } from 'zod'
import { fillPortion, startAnew } from '#features/search'
import { inTransaction } from '#lib/db'
import { command, type Command } from './command.ts'
import { pickAccount } from './pick-account.ts'

/** Long enough between two lines of progress, in portions of messages. */
const portionsALine = 40

export const searchRebuild: Command = command({
  name: 'search rebuild',
  summary: 'Make the search of an account’s messages anew, while the server works',
  options: { account: { value: 'ACCOUNT', help: 'its number or short name; needed when there are several' } },
  input: z.object({ account: z.string().optional() }),
  example: 'search rebuild',
  async run({ database: { db } }, input) {
    const accountId = await pickAccount(db, input.account)
    await inTransaction(db, (tx) => startAnew(tx, accountId))
    for (let portions = 1; ; portions += 1) {
      const { filled, toFill, isFilled } = await inTransaction(db, (tx) => fillPortion(tx, accountId))
      if (isFilled) {
        return { text: `The search has ${filled} messages.`, json: { accountId, messages: filled } }
      }
      // To the person who waits; what a script reads is printed at the end.
      if (portions % portionsALine === 0) process.stderr.write(`${filled} of ${toFill} messages\n`)
    }
  },
})
