/** @jsxImportSource preact */
import type { VNode } from 'preact'
import type { Language } from '#contract/common'
import type { Chat, ChatState } from './chat-state.ts'
import { QueuedFileView, SentFileView } from './files.tsx'
import { formatTime } from './format.ts'
import { Icon, type IconName } from './icons.tsx'
import { Linked } from './links.tsx'
import { placeOf, PlaceView } from './place.tsx'
import type { QueuedMessage } from './queue-store.ts'
import { authorOf, type Row } from './rows.ts'
import type { ShownPicture } from './viewer.tsx'
import { fill, type Words } from './words.ts'

type BubbleProps = {
  row: Row
  chat: Chat
  state: ChatState
  words: Words
  language: Language
  onOpen: (picture: ShownPicture) => void
}

export function Bubble({ row, chat, state, words, language, onOpen }: BubbleProps): VNode {
  const { message, queued, isMine } = row
  const text = message?.text ?? queued?.text ?? ''
  const place = isMine ? null : placeOf(text)
  return (
    <article class={isMine ? 'message mine' : 'message theirs'}>
      {isMine ? (
        <span class="hidden">{words.you}</span>
      ) : (
        row.startsGroup && (
          <p class="author">
            <bdi>{row.authorName === null ? authorOf(row, words) : `${row.authorName}, ${words.agent}`}</bdi>
          </p>
        )
      )}
      {place && <PlaceView place={place} words={words} />}
      {text !== '' && !place && (
        <p class="bubble" dir="auto">
          <Linked text={text} />
        </p>
      )}
      {message?.files.map((file) => (
        <SentFileView key={file.position} file={file} words={words} language={language} onOpen={onOpen} />
      ))}
      {queued?.files.map((file) => (
        <QueuedFileView
          key={file.id}
          file={file}
          share={state.progress.get(file.id) ?? null}
          words={words}
          language={language}
          onCancel={() => chat.cancelFile(queued.id, file.id)}
        />
      ))}
      {queued?.failed != null ? (
        <Failure queued={queued} code={queued.failed} chat={chat} words={words} />
      ) : (
        (row.endsGroup || message?.isEdited) && <Meta row={row} words={words} language={language} />
      )}
    </article>
  )
}

function Meta({ row, words, language }: { row: Row; words: Words; language: Language }): VNode {
  const mark = markOf(row, words)
  return (
    <p class="meta">
      {row.message?.isEdited && <span>{words.edited}</span>}
      <time dateTime={row.at}>{formatTime(row.at, language)}</time>
      {mark !== null && (
        <span class={`mark ${mark.icon}`} title={mark.label}>
          <Icon name={mark.icon} size={16} />
          <span class="hidden">{mark.label}</span>
        </span>
      )}
    </p>
  )
}

function markOf(row: Row, words: Words): { icon: IconName; label: string } | null {
  if (!row.isMine) return null
  if (row.message === null) return { icon: 'clock', label: words.waiting }
  return row.message.isRead ? { icon: 'read', label: words.read } : { icon: 'sent', label: words.sent }
}

type FailureProps = { queued: QueuedMessage; code: string; chat: Chat; words: Words }

function Failure({ queued, code, chat, words }: FailureProps): VNode {
  return (
    <div class="failure">
      <p>
        <Icon name="warning" size={16} /> {words.failed}: {reasonOf(code, words)}
      </p>
      <button type="button" class="link" onClick={() => chat.retry(queued.id)}>
        {words.retry}
      </button>
      <button type="button" class="link" onClick={() => chat.cancel(queued.id)}>
        {words.remove}
      </button>
    </div>
  )
}

function reasonOf(code: string, words: Words): string {
  if (code === 'file.storage_full') return words.refusedRoom
  if (code.startsWith('file.') || code === 'request.too_large') return words.refusedFile
  if (code === 'visitor.origin_refused') return words.refusedOrigin
  if (code.startsWith('channel.')) return words.refusedOff
  return code.startsWith('server.') ? words.refusedServer : fill(words.refusedOther, {})
}
