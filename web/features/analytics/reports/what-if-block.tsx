import { Button, NumberInput } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { ResponseReport } from '#contract/reports'
import { useFormat } from '../../../lib/use-format.ts'
import { useWords } from '../../../lib/words.ts'
import { reportWords } from './labels.ts'
import classes from './reports.module.css'

type Props = {
  query: UseQueryResult<ResponseReport>
  limitMinutes: number | null
  onLimit: (limitMinutes: number | null) => void
}

/** Waits judged by another limit than the account's; what has happened stays as it is. */
export function WhatIfBlock({ query, limitMinutes, onLimit }: Props): ReactElement {
  const say = useWords(reportWords)
  const [typed, setTyped] = useState<number | string>(limitMinutes ?? '')
  const [known, setKnown] = useState(limitMinutes)
  if (known !== limitMinutes) {
    setKnown(limitMinutes)
    setTyped(limitMinutes ?? '')
  }
  const keep = (): void => {
    const value = typeof typed === 'number' && typed >= 1 && typed <= 10_080 ? Math.round(typed) : null
    setTyped(value ?? '')
    if (value !== limitMinutes) onLimit(value)
  }
  const judged = query.data?.judged
  return (
    <section className={classes.block} data-wide aria-label={say('rep.whatIf')}>
      <header className={classes.blockHead}>
        <h2 className={classes.blockTitle}>{say('rep.whatIf')}</h2>
      </header>
      <p className={classes.note}>{say('rep.whatIf.text')}</p>
      <div className={classes.whatIf}>
        <NumberInput
          label={say('rep.whatIf.limit')}
          placeholder={judged && limitMinutes === null ? String(judged.limitMinutes) : ''}
          min={1}
          max={10_080}
          allowDecimal={false}
          allowNegative={false}
          value={typed}
          onChange={setTyped}
          onBlur={keep}
          onKeyDown={(event) => event.key === 'Enter' && keep()}
        />
        <Button variant="subtle" disabled={limitMinutes === null} onClick={() => onLimit(null)}>
          {say('rep.whatIf.own')}
        </Button>
      </div>
      <div role="status">
        {query.data === undefined ? null : judged ? (
          <Judged judged={judged} />
        ) : (
          <p className={classes.note}>{say('rep.whatIf.off')}</p>
        )}
      </div>
    </section>
  )
}

function Judged({ judged }: { judged: NonNullable<ResponseReport['judged']> }): ReactElement {
  const say = useWords(reportWords)
  const format = useFormat()
  const valuesOf = ({ waits, exceeded }: { waits: number; exceeded: number }) => ({
    exceeded: format.number(exceeded),
    waits: format.number(waits),
    share: format.percent(waits === 0 ? 0 : exceeded / waits),
  })
  if (judged.now.waits === 0) return <p className={classes.note}>{say('rep.whatIf.empty')}</p>
  return (
    <>
      <p className={classes.result}>{say('rep.whatIf.result', valuesOf(judged.now))}</p>
      <p className={classes.note}>{say('rep.whatIf.before', valuesOf(judged.before))}</p>
    </>
  )
}
