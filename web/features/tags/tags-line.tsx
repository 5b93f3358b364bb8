import { ActionIcon } from '@mantine/core'
import { IconTagPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import type { TagMark } from '#contract/tags'
import { useWords } from '../../lib/words.ts'
import { errorToast } from '../../ui/toasts.tsx'
import { tagWords } from './labels.ts'
import { TagChip } from './tag-chips.tsx'
import { TagPicker } from './tag-picker.tsx'
import { usePutTags } from './tags-data.ts'
import classes from './tags.module.css'

type TagsLineProps = { card: EntityRef; tags: readonly TagMark[]; canEdit: boolean }

/** The tags of a row, put on and taken off in place. */
export function TagsLine({ card, tags, canEdit }: TagsLineProps): ReactElement | null {
  const say = useWords(tagWords)
  const put = usePutTags({ kind: card.kind, id: card.id })
  // What the server answered, until the row itself comes with it.
  const [answered, setAnswered] = useState<{ before: readonly TagMark[]; tags: TagMark[] } | null>(null)
  const shown = answered?.before === tags ? answered.tags : tags
  if (!canEdit && shown.length === 0) return null
  const change = (wish: Parameters<typeof put>[0]): void =>
    void put(wish).then((now) => setAnswered({ before: tags, tags: now }), errorToast)
  return (
    <div className={classes.line} role="group" aria-label={say('tags.title')}>
      {shown.map((tag) => (
        <TagChip
          key={tag.id}
          tag={tag}
          {...(canEdit && { onRemove: () => change({ removeIds: [tag.id] }) })}
        />
      ))}
      {canEdit ? (
        <TagPicker kind={card.kind} taken={shown} onChoose={(name) => change({ add: [name] })}>
          {(open) => (
            <ActionIcon size={28} aria-label={say('tags.add')} title={say('tags.add')} onClick={open}>
              <IconTagPlus size={16} stroke={1.75} />
            </ActionIcon>
          )}
        </TagPicker>
      ) : null}
    </div>
  )
}
