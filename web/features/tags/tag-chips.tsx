import { CloseButton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { TagMark } from '#contract/tags'
import { useWords } from '../../lib/words.ts'
import { tagWords } from './labels.ts'
import classes from './tags.module.css'

/** The colour of a tag is a dot beside its word, so that the word is read in either theme. */
export function TagChip({ tag, onRemove }: { tag: TagMark; onRemove?: () => void }): ReactElement {
  const say = useWords(tagWords)
  return (
    <span className={classes.chip} title={tag.name}>
      {tag.color === null ? null : (
        <span
          className={classes.dot}
          style={{ background: `var(--stage-${tag.color})` }}
          aria-hidden="true"
        />
      )}
      <bdi className={classes.word}>{tag.name}</bdi>
      {onRemove ? (
        <CloseButton
          size={20}
          iconSize={12}
          aria-label={say('tags.remove.of', { name: tag.name })}
          onClick={onRemove}
        />
      ) : null}
    </span>
  )
}

/** Tags where there is little room: the first ones, and how many more there are. */
export function TagChips({ tags, most }: { tags: readonly TagMark[]; most: number }): ReactElement | null {
  const say = useWords(tagWords)
  if (tags.length === 0) return null
  const rest = tags.slice(most)
  return (
    <span className={classes.chips}>
      {tags.slice(0, most).map((tag) => (
        <TagChip key={tag.id} tag={tag} />
      ))}
      {rest.length > 0 ? (
        <span className={classes.more} title={rest.map(({ name }) => name).join(', ')}>
          <span aria-hidden="true">+{rest.length}</span>
          <span className="beseda-hidden">{say('tags.more', { number: rest.length })}</span>
        </span>
      ) : null}
    </span>
  )
}
