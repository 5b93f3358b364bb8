import { z } from 'zod'
import { entityKind, id, idParam, line, requestId } from './common.ts'
import { endpoint } from './endpoint.ts'
import { stageColors } from './pipelines.ts'

export const mostTags = 2000
/** On one row. */
export const mostTagsOfOne = 50
const mostTaggedRows = 200

export const tagName = line(60).min(1)

/** A tag where it is shown. */
export const tagMark = z.object({ id, name: z.string(), color: z.enum(stageColors).nullable() })
export type TagMark = z.output<typeof tagMark>

export const tag = tagMark.extend({ kind: entityKind })
export type TagView = z.output<typeof tag>

const tags = z.object({ items: z.array(tag) })
const tagParams = z.object({ tagId: idParam })

export const listTags = endpoint({
  id: 'tags.list',
  summary: 'Tags of deals, customers, contacts and companies, by name',
  method: 'GET',
  path: '/tags',
  permission: 'user',
  output: tags,
})

export const createTag = endpoint({
  id: 'tags.create',
  summary: 'Make a tag',
  method: 'POST',
  path: '/tags',
  permission: 'settings',
  body: z.object({
    requestId,
    kind: entityKind,
    name: tagName,
    color: z.enum(stageColors).nullable().default(null),
  }),
  output: tags,
  errors: ['tag.taken', 'tag.too_many'],
})

/** Every change of tags answers all of them, as they are now. */
export const changeTag = endpoint({
  id: 'tags.change',
  summary: 'Rename or colour a tag everywhere',
  method: 'PATCH',
  path: '/tags/:tagId',
  permission: 'settings',
  params: tagParams,
  body: z.object({
    name: tagName.optional(),
    /** The name one saw: another one there now is not overwritten. */
    seenName: z.string().max(200).optional(),
    color: z.enum(stageColors).nullable().optional(),
  }),
  output: tags,
  errors: ['tag.not_found', 'tag.taken', 'settings.changed_meanwhile'],
})

export const mergeTag = endpoint({
  id: 'tags.merge',
  summary: 'Replace a tag by another one of the same kind everywhere, and delete it',
  method: 'POST',
  path: '/tags/:tagId/merge',
  permission: 'settings',
  params: tagParams,
  body: z.object({ intoId: id }),
  output: tags,
  errors: ['tag.not_found'],
})

export const deleteTag = endpoint({
  id: 'tags.delete',
  summary: 'Delete a tag and take it off everywhere',
  method: 'DELETE',
  path: '/tags/:tagId',
  permission: 'settings',
  params: tagParams,
  output: tags,
  errors: ['tag.not_found'],
})

/** Names: one that is not there yet is made. */
const add = z.array(tagName).max(mostTagsOfOne).default([])
const removeIds = z.array(id).max(mostTagsOfOne).default([])

export const changeTagsOf = endpoint({
  id: 'tags.put',
  summary: 'Put tags on a row one may edit, or take them off',
  method: 'POST',
  path: '/tags/of/:kind/:entityId',
  permission: 'user',
  params: z.object({ kind: entityKind, entityId: idParam }),
  body: z.object({ add, removeIds }),
  output: z.object({ tags: z.array(tagMark) }),
  errors: [
    'deal.not_found',
    'contact.not_found',
    'company.not_found',
    'customer.not_found',
    'tag.too_many',
    'session.forbidden',
  ],
})

/** Rows that one may not see or edit are skipped and told. `added` and `removedIds` of a row undo it, given the other way round. */
export const changeTagsOfMany = endpoint({
  id: 'tags.put-many',
  summary: 'Put tags on many rows, or take them off',
  method: 'POST',
  path: '/tags/of/:kind',
  permission: 'user',
  params: z.object({ kind: entityKind }),
  body: z.object({ entityIds: z.array(id).min(1).max(mostTaggedRows), add, removeIds }),
  output: z.object({
    changed: z.array(
      z.object({
        entityId: id,
        added: z.array(tagMark),
        removed: z.array(tagMark),
        tags: z.array(tagMark),
      }),
    ),
    skipped: z.array(z.object({ entityId: id, code: z.enum(['not_found', 'forbidden', 'too_many']) })),
  }),
  errors: ['tag.too_many'],
})
