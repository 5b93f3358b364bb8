import type { PersonalKind } from '#contract/erasure'
import type { Read, Tx } from './db.ts'

/** Everything by which the rows of one person are found. */
export type PersonTrace = {
  accountId: number
  /** The contact, and those that were merged into it. */
  contactIds: number[]
  chatIds: string[]
  /** His conversations. */
  numbers: number[]
  /** Cards with no other contact: what is written in them is about him. */
  dealIds: number[]
  customerIds: number[]
  /** Files that came from him, went to him or lie in those cards. */
  fileIds: string[]
  /** What he is called; others may be called the same. */
  names: string[]
  /** What only he is known by: phones, e-mails, ids and handles of messengers. */
  ids: string[]
  /** What stands where his name stood, in the account's language. */
  erasedName: string
}

/**
 * A kind of data about people, told by the feature that keeps it. `count`: how much there is; nothing after `erase`, which runs in
 * one transaction with all others, with the chats, the contacts and the cards locked.
 */
export type PersonalData = {
  kind: PersonalKind
  count(db: Read, trace: PersonTrace): Promise<number>
  erase(tx: Tx, trace: PersonTrace, now: Date): Promise<void>
}
