import * as contract from '#contract/tags'
import type { Clock } from '#lib/clock'
import { addOnce } from '#lib/create-once'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { changeTagsOf, changeTagsOfMany } from './put-tags.ts'
import { changeTag, createTag, deleteTag, mergeTag } from './save-tag.ts'
import { listTags } from './tag-rows.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listTags, async (_input, { caller }) => ({
      items: await listTags(db, caller.accountId),
    })),
    route(contract.createTag, (input, { caller }) =>
      inTransaction(db, (tx) =>
        addOnce(tx, {
          ...caller,
          kind: 'tag',
          requestId: input.requestId,
          now: clock(),
          add: () => createTag(tx, caller, input, clock()),
          answer: async () => ({ items: await listTags(tx, caller.accountId) }),
        }),
      ),
    ),
    route(contract.changeTag, (input, { caller }) =>
      inTransaction(db, (tx) => changeTag(tx, caller, input, clock())),
    ),
    route(contract.mergeTag, (input, { caller }) =>
      inTransaction(db, (tx) => mergeTag(tx, caller, input, clock())),
    ),
    route(contract.deleteTag, ({ tagId }, { caller }) =>
      inTransaction(db, (tx) => deleteTag(tx, caller, tagId, clock())),
    ),
    route(contract.changeTagsOf, async ({ kind, entityId, ...wish }, { caller }) => ({
      tags: await inTransaction(db, (tx) =>
        changeTagsOf(tx, caller, { kind, id: entityId }, wish, { now: clock() }),
      ),
    })),
    route(contract.changeTagsOfMany, ({ kind, ...wish }, { caller }) =>
      inTransaction(db, (tx) => changeTagsOfMany(tx, caller, kind, wish, { now: clock() })),
    ),
  ]
}
