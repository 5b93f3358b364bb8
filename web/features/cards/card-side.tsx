import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactElement, ReactNode } from 'react'
import { AppLink } from '../../ui/app-link.tsx'
import type { WayBack } from './card-page.tsx'
import classes from './card.module.css'

type CardSideProps = {
  back: WayBack
  /** Where the card belongs, in words. */
  path: readonly (string | undefined)[]
  /** Name, sum and stage. */
  summary: ReactNode
  /** Blocks under it. */
  children: ReactNode
}

/** The frame of a card's left side. */
export function CardSide({ back, path, summary, children }: CardSideProps): ReactElement {
  return (
    <div className={classes.side}>
      <header className={classes.sideHead}>
        <ActionIcon component={AppLink} href={back.href} aria-label={back.label} size={36}>
          <IconArrowLeft size={20} stroke={1.75} />
        </ActionIcon>
        <span className={classes.path}>{path.filter(Boolean).join(' / ')}</span>
      </header>
      <div className={classes.summary}>{summary}</div>
      {children}
    </div>
  )
}
