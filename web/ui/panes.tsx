import type { ReactElement, ReactNode } from 'react'
import classes from './panes.module.css'

type Props = {
  list?: ReactNode
  listLabel?: string
  children: ReactNode
  mainLabel: string
  pane?: ReactNode
  paneLabel?: string
  /** Which one is seen where there is room for one (below 840 px). */
  view: 'list' | 'main' | 'pane'
  /** Whether the right pane is there at all; between 840 and 1200 px it lies over the chat. */
  isPaneOpen?: boolean
  isListOpen?: boolean
}

/** Up to three panes side by side: three from 1200 px, two from 840, one below. Each scrolls by itself. */
export function Panes(props: Props): ReactElement {
  const {
    list,
    listLabel,
    children,
    mainLabel,
    pane,
    paneLabel,
    view,
    isPaneOpen = true,
    isListOpen = true,
  } = props
  return (
    <div className={classes.panes} data-view={view}>
      {list && isListOpen ? (
        <section className={classes.list} aria-label={listLabel}>
          {list}
        </section>
      ) : null}
      <section className={classes.main} aria-label={mainLabel}>
        {children}
      </section>
      {pane && (isPaneOpen || view === 'pane') ? (
        <aside className={classes.pane} aria-label={paneLabel}>
          {pane}
        </aside>
      ) : null}
    </div>
  )
}
