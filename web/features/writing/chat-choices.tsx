import { Button, UnstyledButton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { WritingView } from '#contract/writing'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import { handleName } from '../imbox/handle-name.ts'
import { recallChat } from './last-chat.ts'
import { writingWords } from './labels.ts'
import type { OtherChannel, WritableChat } from './use-writing.ts'
import classes from './writing.module.css'

type ChatChoicesProps = {
  writing: WritingView
  onChat: (chat: WritableChat) => void
  onLink: (channel: OtherChannel) => void
}

/** The contact's chats, each with what stands in the way; then the channels where it has none. */
export function ChatChoices({ writing, onChat, onLink }: ChatChoicesProps): ReactElement {
  const say = useWords(writingWords)
  const { contact, chats, others } = writing
  const lastId = recallChat(contact.id)?.chatId ?? null
  const focusedId = (chats.find((chat) => chat.id === lastId && chat.cannotWrite === null) ?? chats[0])?.id
  return (
    <>
      <p className={classes.who}>
        <bdi>{contact.name}</bdi>
      </p>
      {chats.length === 0 ? (
        <p className={classes.quiet}>{say('write.none')}</p>
      ) : (
        <ul className={classes.list} aria-label={say('write.chats')}>
          {chats.map((chat) => (
            <li key={chat.id}>
              <ChatChoice chat={chat} isFirst={chat.id === focusedId} onChoose={() => onChat(chat)} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <section className={classes.others}>
          <h3 className={classes.heading}>{say('write.others')}</h3>
          {others.some((channel) => channel.obstacle === null) && (
            <p className={classes.quiet}>{say('write.others.why')}</p>
          )}
          <ul className={classes.list}>
            {others.map((channel) => (
              <li key={channel.id}>
                <OtherChoice channel={channel} onLink={() => onLink(channel)} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

type ChatChoiceProps = { chat: WritableChat; isFirst: boolean; onChoose: () => void }

function ChatChoice({ chat, isFirst, onChoose }: ChatChoiceProps): ReactElement {
  const say = useWords(writingWords)
  const format = useFormat()
  const { channel, cannotWrite, lastMessageAt } = chat
  const handle = handleName({ channelKind: channel.kind, handle: chat.handle })
  const activity =
    lastMessageAt === null ? say('write.silent') : say('write.last', { time: format.ago(lastMessageAt) })
  const reason =
    cannotWrite === null ? (channel.isPaused ? say('write.paused') : null) : say(`write.no.${cannotWrite}`)
  return (
    <UnstyledButton
      className={classes.choice}
      disabled={cannotWrite !== null}
      data-autofocus={isFirst || undefined}
      onClick={onChoose}
    >
      <ChannelMark kind={channel.kind} size={24} />
      <span className={classes.words}>
        <span className={classes.name}>
          <bdi>{channel.name}</bdi>
          {handle !== null && <bdi className={classes.quiet}>{handle}</bdi>}
        </span>
        <span className={classes.quiet}>{activity}</span>
        {reason !== null && <span className={classes.reason}>{reason}</span>}
      </span>
    </UnstyledButton>
  )
}

function OtherChoice({ channel, onLink }: { channel: OtherChannel; onLink: () => void }): ReactElement {
  const say = useWords(writingWords)
  const { obstacle } = channel
  return (
    <div className={classes.other}>
      <ChannelMark kind={channel.kind} size={24} />
      <span className={classes.words}>
        <bdi className={classes.name}>{channel.name}</bdi>
        {obstacle !== null && <span className={classes.quiet}>{say(`write.no.${obstacle}`)}</span>}
      </span>
      {obstacle === null && (
        <Button
          className={classes.linkButton}
          variant="default"
          size="xs"
          aria-label={say('write.link.in', { channel: channel.name })}
          onClick={onLink}
        >
          {say('write.link')}
        </Button>
      )}
    </div>
  )
}
