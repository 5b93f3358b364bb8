import { z } from 'zod'
import { messageText, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { file } from './files.ts'

/** What is written after the slash: a word of letters, digits, `-` and `_`; large letters become small ones. */
export const shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(32)
  .regex(/^[\p{L}\p{N}_-]+$/u)

export const quickAnswer = z.object({
  id: uuid,
  /** Seen by all colleagues; else only by its owner. */
  isShared: z.boolean(),
  shortcut: z.string(),
  /** With placeholders, see `placeholders.ts`. */
  text: z.string(),
  files: z.array(file),
  canChange: z.boolean(),
})
export type QuickAnswer = z.output<typeof quickAnswer>

export const mostQuickAnswerFiles = 10
/** So many may one person have, and so many may be shared. */
export const mostQuickAnswers = 500

const fileIds = z.array(uuid).max(mostQuickAnswerFiles)
const quickAnswerParams = z.object({ quickAnswerId: uuid })

export const listQuickAnswers = endpoint({
  id: 'quick-answers.list',
  summary: "One's own quick answers and the shared ones, by shortcut",
  method: 'GET',
  path: '/quick-answers',
  permission: 'user',
  output: z.object({ items: z.array(quickAnswer) }),
})

export const createQuickAnswer = endpoint({
  id: 'quick-answers.create',
  summary: 'Make a quick answer; a shared one needs the right to change settings. A repeat gives the first',
  method: 'POST',
  path: '/quick-answers',
  permission: 'user',
  body: z.object({
    id: uuid,
    isShared: z.boolean().default(false),
    shortcut,
    text: messageText,
    fileIds: fileIds.default([]),
  }),
  output: quickAnswer,
  errors: [
    'session.forbidden',
    'file.not_found',
    'quick_answer.taken',
    'quick_answer.too_many',
    'message.empty',
  ],
})

export const changeQuickAnswer = endpoint({
  id: 'quick-answers.change',
  summary: 'Change the shortcut, text or files of a quick answer',
  method: 'PATCH',
  path: '/quick-answers/:quickAnswerId',
  permission: 'user',
  params: quickAnswerParams,
  body: z.object({
    shortcut: shortcut.optional(),
    text: messageText.optional(),
    fileIds: fileIds.optional(),
  }),
  output: quickAnswer,
  errors: [
    'quick_answer.not_found',
    'session.forbidden',
    'file.not_found',
    'quick_answer.taken',
    'message.empty',
  ],
})

export const deleteQuickAnswer = endpoint({
  id: 'quick-answers.delete',
  summary: 'Delete a quick answer',
  method: 'DELETE',
  path: '/quick-answers/:quickAnswerId',
  permission: 'user',
  params: quickAnswerParams,
  errors: ['quick_answer.not_found', 'session.forbidden'],
})
