import { SegmentedControl, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { entityKinds } from '#contract/common'
import type { EntityKind } from '#contract/common'
import { createTag } from '#contract/tags'
import type { TagView } from '#contract/tags'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { AddForm } from '../pipelines/add-form.tsx'
import field from '../fields/settings/field-settings.module.css'
import page from '../settings/page.module.css'
import { tagWords } from './labels.ts'
import { MergeDialog } from './merge-dialog.tsx'
import { TagLine } from './tag-line.tsx'
import { tagsQuery, useSavedTags } from './tags-data.ts'

/** All tags, of each kind of rows: renamed, coloured, merged, deleted. */
export function TagsPage(): ReactElement {
  const say = useWords(tagWords)
  const list = useQuery(tagsQuery)
  const { save } = useSavedTags()
  const [kind, setKind] = useState<EntityKind>('deal')
  const [merging, setMerging] = useState<TagView | null>(null)
  const tags = list.data?.items.filter((tag) => tag.kind === kind) ?? []
  return (
    <div className={page.page}>
      <title>{say('tags.title')}</title>
      <h1 className={page.title}>{say('tags.title')}</h1>
      <p className={page.sub}>{say('tags.p.sub')}</p>
      <div className={field.kinds}>
        <SegmentedControl
          aria-label={say('tags.title')}
          value={kind}
          onChange={(value) => setKind(entityKinds.find((each) => each === value) ?? 'deal')}
          data={entityKinds.map((each) => ({ value: each, label: say(`tags.kind.${each}`) }))}
        />
      </div>
      {list.isPending ? <Skeleton height={240} mt="xl" /> : null}
      {list.isError && !list.data ? (
        <ErrorState title={say('tags.p.error')} error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data ? (
        <section className={page.section} aria-label={say(`tags.kind.${kind}`)}>
          {tags.length === 0 ? <p className={page.empty}>{say('tags.p.empty')}</p> : null}
          {tags.length > 0 ? (
            <ul className={page.list}>
              {tags.map((tag) => (
                <TagLine key={tag.id} tag={tag} onMerge={tags.length > 1 ? () => setMerging(tag) : null} />
              ))}
            </ul>
          ) : null}
          <AddForm
            key={kind}
            label={say('tags.name')}
            button={say('tags.p.new')}
            onAdd={(added) => save(call(createTag, { ...added, kind }))}
          />
        </section>
      ) : null}
      <MergeDialog tag={merging} others={tags} onClose={() => setMerging(null)} />
    </div>
  )
}
