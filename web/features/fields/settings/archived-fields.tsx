import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { changeField } from '#contract/fields'
import type { FieldView } from '#contract/fields'
import { call } from '../../../lib/api.ts'
import { useWords } from '../../../lib/words.ts'
import page from '../../settings/page.module.css'
import { fieldSettingWords } from './labels.ts'
import { useSavedFields } from './use-saved-fields.ts'

/** Fields that were taken away; their values wait for them. */
export function ArchivedFields({ fields }: { fields: readonly FieldView[] }): ReactElement | null {
  const say = useWords(fieldSettingWords)
  const { tell } = useSavedFields()
  if (fields.length === 0) return null
  return (
    <section className={page.section} aria-labelledby="fields-archived">
      <h2 id="fields-archived" className={page.heading}>
        {say('fs.archived')} <span className={page.count}>{fields.length}</span>
      </h2>
      <ul className={page.list}>
        {fields.map(({ id: fieldId, name, type }) => (
          <li key={fieldId} className={page.row}>
            <span className={page.grow}>
              <bdi>{name}</bdi>
              <span className={page.meta}>{say(`fs.type.${type}`)}</span>
            </span>
            <Button
              size="xs"
              variant="default"
              aria-label={say('fs.back.of', { name })}
              onClick={() => tell(call(changeField, { fieldId, isArchived: false }))}
            >
              {say('fs.back')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
