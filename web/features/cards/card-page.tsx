import { ActionIcon, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Panes } from '../../ui/panes.tsx'
import { useLiveConversations } from '../imbox/use-live-conversations.ts'
import { useLookedAt } from '../notifications/use-looked-at.ts'
import { rememberChat } from '../writing/last-chat.ts'
import { WriteDialog } from '../writing/write-dialog.tsx'
import type { Card } from './card.ts'
import { CardMain } from './card-main.tsx'
import { cardWords } from './labels.ts'
import classes from './card.module.css'

/** Opens the choice of where to write to a contact. */
export type OnWrite = (contactId: number) => void

/** From the card back to where all cards of its kind are. */
export type WayBack = { href: string; label: string }

type CardPageProps = {
  card: Card
  back: WayBack
  sideLabel: string
  /** Left in the card: what it is, who it is about, who takes part. */
  renderSide: (onWrite: OnWrite) => ReactNode
}

type View = 'feed' | 'fields'

/** A card: its fields left, everything that happened in the middle, the composer under it. */
export function CardPage({ card, back, sideLabel, renderSide }: CardPageProps): ReactElement {
  const say = useWords(cardWords)
  const [view, setView] = useState<View>('feed')
  const isPhone = useMediaQuery('(width < 840px)') ?? false
  const [target, setTarget] = useState<{ chatId: string } | null>(null)
  const [writesTo, setWritesTo] = useState<number | null>(null)
  useLiveConversations()
  useLookedAt(card)
  const switcher = isPhone && <Switcher view={view} onView={setView} back={back} />
  return (
    <Panes
      view={view === 'fields' ? 'list' : 'main'}
      listLabel={sideLabel}
      mainLabel={say('card.feed')}
      list={
        <>
          <title>{card.name}</title>
          {switcher}
          {renderSide(setWritesTo)}
        </>
      }
    >
      {switcher}
      <CardMain card={card} target={target} onWrite={setWritesTo} />
      <WriteDialog
        contactId={writesTo}
        onClose={() => setWritesTo(null)}
        onChat={(chat) => {
          if (writesTo !== null) rememberChat(writesTo, chat.id)
          setView('feed')
          setTarget({ chatId: chat.id })
          return true
        }}
      />
    </Panes>
  )
}

type SwitcherProps = { view: View; onView: (view: View) => void; back: WayBack }

/** On a phone one sees the feed or the fields. */
function Switcher({ view, onView, back }: SwitcherProps): ReactElement {
  const say = useWords(cardWords)
  return (
    <div className={classes.switcher}>
      {view === 'feed' && (
        <ActionIcon component={AppLink} href={back.href} aria-label={back.label} size={40}>
          <IconArrowLeft size={20} stroke={1.75} />
        </ActionIcon>
      )}
      <SegmentedControl
        className={classes.views}
        fullWidth
        value={view}
        onChange={(value) => onView(value === 'fields' ? 'fields' : 'feed')}
        data={[
          { value: 'feed', label: say('card.view.feed') },
          { value: 'fields', label: say('card.view.fields') },
        ]}
      />
    </div>
  )
}
