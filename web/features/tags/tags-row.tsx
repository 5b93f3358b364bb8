import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import type { TagMark } from '#contract/tags'
import { useWords } from '../../lib/words.ts'
import { FieldRow } from '../../ui/field-row.tsx'
import { tagWords } from './labels.ts'
import { TagsLine } from './tags-line.tsx'

type TagsRowProps = { card: EntityRef; tags: readonly TagMark[]; canEdit: boolean }

/** The tags of a row among its fields. */
export function TagsRow({ card, tags, canEdit }: TagsRowProps): ReactElement {
  const say = useWords(tagWords)
  return (
    <FieldRow label={say('tags.title')}>
      {canEdit || tags.length > 0 ? (
        <TagsLine card={card} tags={tags} canEdit={canEdit} />
      ) : (
        <span>{say('tags.none')}</span>
      )}
    </FieldRow>
  )
}
