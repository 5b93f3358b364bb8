import { SegmentedControl, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { entityKinds } from '#contract/common'
import type { EntityKind } from '#contract/common'
import { changeFieldGroup, createFieldGroup } from '#contract/fields'
import type { Fields } from '#contract/fields'
import { call } from '../../../lib/api.ts'
import { useWords } from '../../../lib/words.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { errorToast } from '../../../ui/toasts.tsx'
import { AddForm } from '../../pipelines/add-form.tsx'
import { SortableRows } from '../../pipelines/sortable-rows.tsx'
import page from '../../settings/page.module.css'
import { fieldsQuery } from '../fields-data.ts'
import { ArchivedFields } from './archived-fields.tsx'
import { FieldBlock } from './field-block.tsx'
import { FieldDialog } from './field-dialog.tsx'
import { fieldSettingWords } from './labels.ts'
import { NewFieldForm } from './new-field-form.tsx'
import { useSavedFields } from './use-saved-fields.ts'
import classes from './field-settings.module.css'

/** The account's own fields: their blocks, order, choices, roles and stages. */
export function FieldsPage(): ReactElement {
  const say = useWords(fieldSettingWords)
  const list = useQuery(fieldsQuery)
  const [kind, setKind] = useKind()
  return (
    <div className={page.page}>
      <title>{say('fs.title')}</title>
      <h1 className={page.title}>{say('fs.title')}</h1>
      <p className={page.sub}>{say('fs.sub')}</p>
      <div className={classes.kinds}>
        <SegmentedControl
          aria-label={say('fs.kind')}
          value={kind}
          onChange={(value) => setKind(kindOf(value))}
          data={entityKinds.map((each) => ({ value: each, label: say(`fs.kind.${each}`) }))}
        />
      </div>
      {list.isPending ? <Skeleton height={240} mt="xl" /> : null}
      {list.isError && !list.data ? (
        <ErrorState title={say('fs.error')} error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data ? <KindFields key={kind} kind={kind} all={list.data} /> : null}
    </div>
  )
}

function KindFields({ kind, all }: { kind: EntityKind; all: Fields }): ReactElement {
  const say = useWords(fieldSettingWords)
  const { save } = useSavedFields()
  const [openId, setOpenId] = useState<number | null>(null)
  const fields = all.fields.filter((field) => field.kind === kind)
  const offered = fields.filter(({ isArchived }) => !isArchived)
  const groups = all.groups.filter((group) => group.kind === kind)
  const inBlock = (groupId: number | null): typeof offered =>
    offered.filter((field) => field.groupId === groupId)
  return (
    <>
      {offered.length === 0 ? <p className={`${page.empty} ${classes.gap}`}>{say('fs.empty')}</p> : null}
      {inBlock(null).length > 0 ? (
        <FieldBlock group={null} fields={inBlock(null)} onOpen={setOpenId} />
      ) : null}
      {groups.map((group) => (
        <FieldBlock key={group.id} group={group} fields={inBlock(group.id)} onOpen={setOpenId} />
      ))}
      <NewFieldForm kind={kind} groups={groups} />
      <section className={page.section}>
        {groups.length > 1 ? (
          <>
            <h2 className={page.heading}>{say('fs.blocks')}</h2>
            <ul className={page.list}>
              <SortableRows
                rows={groups}
                render={({ name }) => <bdi className={page.grow}>{name}</bdi>}
                onMove={(groupId, beforeId) =>
                  save(call(changeFieldGroup, { groupId, beforeId })).catch(errorToast)
                }
              />
            </ul>
          </>
        ) : null}
        <AddForm
          label={say('fs.block.new.name')}
          button={say('fs.block.new')}
          onAdd={(added) => save(call(createFieldGroup, { ...added, kind }))}
        />
      </section>
      <ArchivedFields fields={fields.filter(({ isArchived }) => isArchived)} />
      <FieldDialog
        field={offered.find(({ id }) => id === openId) ?? null}
        groups={groups}
        onClose={() => setOpenId(null)}
      />
    </>
  )
}

function kindOf(text: string | null): EntityKind {
  return entityKinds.find((kind) => kind === text) ?? 'deal'
}

/** Whose fields one looks at stands in the address: cards lead here with theirs. */
function useKind(): [EntityKind, (kind: EntityKind) => void] {
  const router = useRouter()
  const { searchStr, pathname } = useLocation()
  const kind = kindOf(new URLSearchParams(searchStr).get('kind'))
  return [kind, (next) => router.history.replace(`${pathname}?kind=${next}`)]
}
