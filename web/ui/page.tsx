import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../lib/words.ts'
import { AppLink } from './app-link.tsx'
import classes from './page.module.css'

type HeaderProps = {
  title: ReactNode
  subtitle?: ReactNode
  /** Where the arrow leads; none without it. */
  backHref?: string
  actions?: ReactNode
}

function PageHeader({ title, subtitle, backHref, actions }: HeaderProps): ReactElement {
  const say = useWords()
  return (
    <header className={classes.header}>
      {backHref ? (
        <ActionIcon component={AppLink} href={backHref} aria-label={say('c.back')}>
          <IconArrowLeft size={20} stroke={1.75} />
        </ActionIcon>
      ) : null}
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        {subtitle ? <div className={classes.subtitle}>{subtitle}</div> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  )
}

type Props = HeaderProps & {
  children: ReactNode
  /** `padded` for words and fields, `narrow` for settings (at most 720 px), `bare` for lists that fill the page. */
  width?: 'padded' | 'narrow' | 'bare'
}

/** A page that is neither ImBox nor a card: its title, its actions, what it is about. */
export function Page({ children, width = 'padded', ...header }: Props): ReactElement {
  const isNarrow = width === 'narrow'
  return (
    <div className={classes.page}>
      <PageHeader {...header} />
      <div className={width === 'bare' ? classes.body : `${classes.body} ${classes.padded}`}>
        {isNarrow ? <div className={classes.narrow}>{children}</div> : children}
      </div>
    </div>
  )
}
