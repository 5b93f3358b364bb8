import type { ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { WaitingChip } from '../../ui/waiting-chip.tsx'
import { CloseDialog } from '../chat/close-dialog.tsx'
import type { Card } from './card.ts'
import { cardWords } from './labels.ts'
import { useOpenTalks } from './use-open-talks.ts'
import classes from './card.module.css'

type OpenTalksStripProps = {
  card: Card
  /** The newest message of a chat that is on the screen. */
  newestOf: (chatId: string) => MessageView | null
}

/** The open conversations of the card, each with what can be done with it. */
export function OpenTalksStrip({ card, newestOf }: OpenTalksStripProps): ReactElement | null {
  const say = useWords(cardWords)
  const talks = useOpenTalks(card)
  if (card.openConversations.length === 0 && talks.asks === null) return null
  return (
    <div className={classes.talks} role="group" aria-label={say('card.openTalks')}>
      <span className={classes.talksTitle}>{say('card.openTalks')}</span>
      {card.openConversations.map((talk) => {
        const { number } = talk
        return (
          <div key={number} className={classes.talk}>
            <ChannelMark kind={talk.channelKind} size={16} />
            <AppLink
              href={`/imbox/${number}`}
              className={classes.talkNumber}
              title={say('card.openChat', { number })}
              data-unread={!talk.isRead || undefined}
            >
              {say('card.talk', { number })}
            </AppLink>
            {talk.waitingSince !== null && <WaitingChip since={talk.waitingSince} due={talk.due} />}
            {(talk.waitingSince !== null || !talk.isRead) && (
              <button
                type="button"
                className={classes.talkButton}
                aria-label={say('card.noreplyLabel', { number })}
                onClick={() => talks.dismiss(talk)}
              >
                {say('card.noreply')}
              </button>
            )}
            <button
              type="button"
              className={classes.talkButton}
              aria-label={say('card.closeLabel', { number })}
              onClick={() => talks.close(talk, newestOf(talk.chatId)?.id ?? null)}
            >
              {say('card.close')}
            </button>
          </div>
        )
      })}
      <CloseDialog number={talks.asks?.number ?? null} onRead={talks.stay} onAnyway={talks.closeAnyway} />
    </div>
  )
}
