import { useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { KeyboardEvent, ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useTyped } from '../../lib/use-typed.ts'
import { useWords } from '../../lib/words.ts'
import { Page } from '../../ui/page.tsx'
import { HitList } from './hit-list.tsx'
import { KindTabs } from './kind-tabs.tsx'
import { searchWords } from './labels.ts'
import { useRecentSearches } from './recent-searches.ts'
import { readAsked, searchHref } from './search-address.ts'
import type { Asked } from './search-address.ts'
import { SearchBox } from './search-box.tsx'
import { SearchHelpButton } from './search-help.tsx'
import { useSearch } from './use-search.ts'
import classes from './search.module.css'

/** Search over everything that one may see. What is looked for stands in the address, so that one comes back to it. */
export function SearchPage(): ReactElement {
  const say = useWords(searchWords)
  const router = useRouter()
  const { user } = useSession()
  // Drawn anew with the address; read as it was written: the router's own reading takes the quotes from a text.
  useLocation()
  const asked = readAsked(router.history.location.search)
  const change = (to: Partial<Asked>): void => router.history.replace(searchHref({ ...asked, ...to }))
  const [typed, setTyped] = useTyped(asked.text, (text) => change({ text }))
  const results = useSearch(asked)
  const { recent, remember, forget } = useRecentSearches(user.id)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => field.current?.focus(), [])
  useHotkeys(say('srch.title'), [{ keys: 'f', label: say('srch.title'), run: () => field.current?.focus() }])

  const take = (text: string): void => {
    setTyped(text)
    field.current?.focus()
  }
  const walk = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const hits = hitsOf(list.current)
    const here = hits.indexOf(document.activeElement as HTMLElement)
    if (here + step < 0) field.current?.focus()
    else hits[here + step]?.focus()
  }
  return (
    <Page
      title={say('srch.title')}
      actions={results.isAsked ? <SearchHelpButton onExample={take} /> : null}
      width="bare"
    >
      <title>{say('srch.title')}</title>
      <div className={classes.top}>
        <SearchBox
          inputRef={field}
          text={typed}
          onText={setTyped}
          recent={recent}
          onForget={forget}
          onLeave={() => {
            remember(asked.text.trim())
            hitsOf(list.current)[0]?.focus()
          }}
        />
        <KindTabs kind={asked.kind} onKind={(kind) => change({ kind })} />
      </div>
      <section
        ref={list}
        className={classes.results}
        aria-label={say('srch.results')}
        aria-busy={results.isStale}
        onKeyDown={walk}
      >
        <HitList results={results} onOpen={() => remember(asked.text.trim())} onExample={take} />
      </section>
    </Page>
  )
}

function hitsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-hit]') ?? [])]
}
