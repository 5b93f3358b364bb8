import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EntityKind } from '#contract/common'
import { changeTagsOfMany } from '#contract/tags'
import { call } from '../../lib/api.ts'
import { say as sayNow, useWords } from '../../lib/words.ts'
import { errorToast, failureToast, undoToast } from '../../ui/toasts.tsx'
import { tagWords } from './labels.ts'
import { TagPicker } from './tag-picker.tsx'

type BulkTagsProps = {
  kind: EntityKind
  entityIds: readonly number[]
  isDisabled: boolean
  onDone: () => void
}

/** Puts a tag on all selected rows; undone for those that got it. */
export function BulkTags({ kind, entityIds, isDisabled, onDone }: BulkTagsProps): ReactElement {
  const say = useWords(tagWords)
  return (
    <TagPicker
      kind={kind}
      taken={[]}
      onChoose={(name) => {
        void addTag(kind, [...entityIds], name)
        onDone()
      }}
    >
      {(open) => (
        <Button variant="subtle" disabled={isDisabled} onClick={open}>
          {say('tags.bulk')}
        </Button>
      )}
    </TagPicker>
  )
}

async function addTag(kind: EntityKind, entityIds: number[], name: string): Promise<void> {
  const say = sayNow(tagWords)
  try {
    const { changed, skipped } = await call(changeTagsOfMany, { kind, entityIds, add: [name] })
    const fresh = changed.filter(({ added }) => added.length > 0)
    const tagIds = [...new Set(fresh.flatMap(({ added }) => added.map(({ id }) => id)))]
    if (fresh.length > 0) {
      undoToast(say('tags.bulk.done', { count: fresh.length }), () => {
        const back = fresh.map(({ entityId }) => entityId)
        void call(changeTagsOfMany, { kind, entityIds: back, removeIds: tagIds }).catch(errorToast)
      })
    } else if (skipped.length === 0) failureToast(say('tags.bulk.same'))
    if (skipped.length > 0) failureToast(say('tags.bulk.skipped', { count: skipped.length }))
  } catch (error) {
    errorToast(error)
  }
}
