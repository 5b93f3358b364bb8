import type { FieldLimit } from '#contract/errors'
import type { FieldType } from '#contract/field-values'
import { limitText } from '../../lib/limit-text.ts'
import { say } from '../../lib/words.ts'
import { problemKey } from './draft.ts'
import { fieldCardWords } from './labels.ts'

/** What is wrong with a value, in words; `problem` as `readFieldValue` or the server names it. */
export function problemText(
  type: FieldType,
  { problem, limit }: { problem: string; limit?: FieldLimit },
): string {
  return limit ? limitText(limit) : say(fieldCardWords)(problemKey(type, problem))
}
