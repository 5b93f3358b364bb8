import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import type { FieldView } from '#contract/fields'
import { errorText } from '../../lib/error-text.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import row from '../../ui/field-row.module.css'
import { Section } from '../../ui/section.tsx'
import { FieldValueCell } from './field-value.tsx'
import { useFieldGroups, useFields, useFieldValues, useFill } from './fields-data.ts'
import { fieldCardWords } from './labels.ts'
import classes from './fields.module.css'

type FieldsBlockProps = { card: EntityRef; canEdit: boolean }

/** The account's own fields of a deal, customer, contact or company, in their blocks. */
export function FieldsBlock({ card: { kind, id }, canEdit }: FieldsBlockProps): ReactElement | null {
  const say = useWords(fieldCardWords)
  const { rights } = useSession()
  const fields = useFields(kind)
  const groups = useFieldGroups(kind)
  const blocks = [
    { id: null, name: say('fields.own') },
    ...groups.map((group) => ({ id: group.id, name: group.name })),
  ]
    .map((block) => ({ ...block, fields: fields.filter(({ groupId }) => groupId === block.id) }))
    .filter(
      (block, place) => block.fields.length > 0 || (place === 0 && rights.settings && fields.length === 0),
    )
  if (blocks.length === 0) return null
  const settings = rights.settings ? (
    <Tooltip label={say('fields.setUp')}>
      <ActionIcon component={AppLink} href={`/settings/fields?kind=${kind}`} aria-label={say('fields.setUp')}>
        <IconSettings size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  ) : null
  return (
    <>
      {blocks.map((block, place) => (
        <Section
          key={block.id ?? 'first'}
          title={<bdi>{block.name}</bdi>}
          action={place === 0 ? settings : null}
        >
          {block.fields.length > 0 ? (
            <Values card={{ kind, id }} fields={block.fields} canEdit={canEdit} />
          ) : (
            <span className={row.empty}>{say('fields.empty')}</span>
          )}
        </Section>
      ))}
    </>
  )
}

type ValuesProps = FieldsBlockProps & { fields: readonly FieldView[] }

function Values({ card, fields, canEdit }: ValuesProps): ReactElement {
  const say = useWords(fieldCardWords)
  const { values, error, retry } = useFieldValues(card)
  const fill = useFill(card)
  useLive('deal', ({ deal }) => card.kind === 'deal' && deal.id === card.id && retry())
  useLive('contact', ({ contact }) => card.kind === 'contact' && contact.id === card.id && retry())
  useLive('company', ({ company }) => card.kind === 'company' && company.id === card.id && retry())
  useLive('customer', ({ customer }) => card.kind === 'customer' && customer.id === card.id && retry())
  if (!values) {
    return error ? (
      <div className={classes.failure}>
        <span>{errorText(error)}</span>
        <Button size="xs" variant="default" onClick={retry}>
          {say('c.retry')}
        </Button>
      </div>
    ) : (
      <Skeleton height={28 * Math.min(fields.length, 5)} />
    )
  }
  return (
    <>
      {fields.map((field) => (
        <FieldRow key={field.id} label={<bdi>{field.name}</bdi>}>
          <FieldValueCell
            key={field.id}
            field={field}
            value={values[field.id] ?? null}
            isReadOnly={!canEdit || !field.isEditable}
            onSave={(change) => fill([change])}
          />
        </FieldRow>
      ))}
    </>
  )
}
