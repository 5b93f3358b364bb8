import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../lib/words.ts'
import classes from './app-shell.module.css'

type Props = {
  rail: ReactNode
  /** Above everything: that the connection is lost. */
  banner?: ReactNode
  children: ReactNode
  /** On a phone a chat takes the whole screen. */
  hidesBarOnPhone?: boolean
}

/** The frame of the signed-in app: the rail and the place for a page. */
export function AppShell({ rail, banner, children, hidesBarOnPhone = false }: Props): ReactElement {
  const say = useWords()
  return (
    <div className={hidesBarOnPhone ? `${classes.shell} ${classes.hideBar}` : classes.shell}>
      <a className={classes.skip} href="#content">
        {say('nav.skip')}
      </a>
      {rail}
      <div className={classes.main}>
        {banner}
        <main id="content" className={classes.content} tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  )
}
