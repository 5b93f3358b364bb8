import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ErasureView } from '#contract/erasure'
import { useColleagueName } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import page from '../settings/page.module.css'
import { CountsTable } from './counts-table.tsx'
import { privacyWords } from './labels.ts'

/** Who was erased by whom, with the proof. */
export function ErasureRow({ erasure }: { erasure: ErasureView }): ReactElement {
  const say = useWords(privacyWords)
  const format = useFormat()
  const nameOf = useColleagueName()
  const [isOpen, setOpen] = useState(false)
  const { conversations, erased } = erasure
  return (
    <li className={page.row}>
      <div className={page.grow}>
        <span className={page.name}>{say('pd.row', { id: erasure.contactId })}</span>
        <span className={page.meta}>
          {say('pd.row.by', { name: nameOf(erasure.byUserId) ?? '', time: format.dateTime(erasure.at) })}
        </span>
      </div>
      <Button variant="default" size="xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? say('pd.hide') : say('pd.show')}
      </Button>
      {isOpen && (
        <div style={{ flexBasis: '100%' }}>
          {conversations.length > 0 && (
            <p className={page.meta}>
              {say('pd.row.talks', {
                list: conversations.map((number) => say('row.number', { number })).join(', '),
              })}
            </p>
          )}
          <CountsTable counts={erased} label={say('pd.row', { id: erasure.contactId })} />
          <p className={page.meta}>{say('pd.row.proof')}</p>
        </div>
      )}
    </li>
  )
}
