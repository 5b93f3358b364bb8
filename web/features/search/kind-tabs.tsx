import { useRef } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { searchKinds } from '#contract/search'
import type { SearchKind } from '#contract/search'
import { useWords } from '../../lib/words.ts'
import { searchWords } from './labels.ts'
import classes from './search.module.css'

type Props = { kind: SearchKind; onKind: (kind: SearchKind) => void }

/** Where to search; on a narrow screen they are moved sideways. */
export function KindTabs({ kind, onKind }: Props): ReactElement {
  const say = useWords(searchWords)
  const list = useRef<HTMLDivElement>(null)
  const press = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const place = (searchKinds.indexOf(kind) + step + searchKinds.length) % searchKinds.length
    const next = searchKinds[place]
    if (!next) return
    onKind(next)
    list.current?.querySelectorAll('button')[place]?.focus()
  }
  return (
    <div ref={list} className={classes.kinds} role="tablist" aria-label={say('srch.kinds')} onKeyDown={press}>
      {searchKinds.map((each) => (
        <button
          key={each}
          ref={each === kind ? showIt : null}
          type="button"
          role="tab"
          aria-selected={each === kind}
          tabIndex={each === kind ? 0 : -1}
          className={classes.kind}
          onClick={() => onKind(each)}
        >
          {say(`srch.k.${each}`)}
        </button>
      ))}
    </div>
  )
}

function showIt(tab: HTMLElement | null): void {
  tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
