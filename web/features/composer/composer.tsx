import { ActionIcon, Tooltip } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPaperclip } from '@tabler/icons-react'
import { useImperativeHandle, useRef, useState } from 'react'
import type { ReactElement, ReactNode, Ref } from 'react'
import type { CardRef } from '#contract/common'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../lib/words.ts'
import type { LoadedChat } from '../chat/use-chat.ts'
import { QuickMenuList } from '../quick-answers/quick-menu-list.tsx'
import { ScheduleDialog } from '../scheduled/schedule-dialog.tsx'
import { ScheduledStrip } from '../scheduled/scheduled-strip.tsx'
import { ComposerField } from './composer-field.tsx'
import { maxFiles } from './composer-files.ts'
import { ComposerFilesRow } from './composer-files-row.tsx'
import { ComposerNote } from './composer-note.tsx'
import { ComposerNotices } from './composer-notice.tsx'
import { ComposerQuote } from './composer-quote.tsx'
import { ComposerTools } from './composer-tools.tsx'
import { EditBox } from './edit-box.tsx'
import { composerWords } from './labels.ts'
import type { OutboxEntry } from './outbox.ts'
import { SendButton } from './send-button.tsx'
import { useComposer } from './use-composer.ts'
import type { ReplyTo } from './use-composer.ts'
import { useEditing } from './use-editing.ts'
import { useQuickAnswers } from './use-quick-answers.ts'
import { useTyping } from './use-typing.ts'
import { useVoice } from './voice/use-voice.ts'
import { VoiceBox } from './voice/voice-box.tsx'
import classes from './composer.module.css'

/** What the rest of the chat may do with its composer. */
export type ComposerHandle = {
  focus: () => void
  attach: (files: File[]) => void
  pickFiles: () => void
  /** Where the messenger knows no quotes, only the field is given. */
  quote: (message: ReplyTo) => void
  edit: (message: MessageView) => void
  restore: (entry: OutboxEntry) => void
}

type ComposerProps = {
  ref?: Ref<ComposerHandle>
  chat: LoadedChat
  /** The card whose composer this is; it gets the conversation that a message opens. */
  card: CardRef | null
  /** For quick answers that name the deal. */
  dealName: string | null
  /** The conversation that stands closed above the field. */
  closedNumber: number | null
  newestMessageId: string | null
  /** Channel and recipient, over the field. */
  top?: ReactNode
  findMessage: (id: string) => ReplyTo | null
  /** What the arrow up edits. */
  findLastOwn: () => MessageView | null
  onSent: () => void
  /** Gives what closes the conversation as it is seen now; absent when there is nothing to close. */
  onClose: (() => () => void) | null
  onLeave: () => void
}

/** Where a message to the client is written. One is made anew for every chat: give it the chat's id as its key. */
export function Composer({
  ref,
  chat,
  top,
  closedNumber,
  dealName,
  findLastOwn,
  onClose,
  onLeave,
  ...given
}: ComposerProps): ReactElement {
  const say = useWords(composerWords)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const composer = useComposer({ chat, ...given })
  const tellTyping = useTyping(chat.id)
  const toField = (): void => void requestAnimationFrame(() => field.current?.focus())
  const voice = useVoice(chat.id, (file, durationSeconds) => {
    composer.sendVoice(file, durationSeconds)
    toField()
  })
  const { editing, ...edits } = useEditing(chat, () => field.current?.focus())
  const [isFocused, setFocused] = useState(false)
  const [isPlanning, setPlanning] = useState(false)
  const { menu, press } = useQuickAnswers({ composer, chat, dealName, field, isFocused })

  const attach = (files: File[]): void => {
    if (editing) edits.leave()
    tellTooMany(composer.attach(files))
    field.current?.focus()
  }
  const tellTooMany = (left: number): void => {
    if (left > 0) notifications.show({ color: 'orange', message: say('comp.tooMany', { count: maxFiles }) })
  }
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    attach,
    pickFiles: () => picker.current?.click(),
    quote: (message) => {
      if (editing) edits.leave()
      if (chat.channel.capabilities.canReply) composer.quote(message)
      toField()
    },
    edit: (message) => void edits.start(message),
    restore: (entry) => {
      if (editing) edits.leave()
      tellTooMany(composer.restore(entry))
      toField()
    },
  }))
  const sendClose = (): void => {
    if (onClose) composer.send(onClose())
  }
  const editLast = (): void => {
    const last = composer.files.length === 0 ? findLastOwn() : null
    if (last) edits.start(last)
  }
  if (editing) {
    return (
      <div className={classes.composer}>
        <div className={classes.box}>
          <EditBox key={editing.message.id} field={field} editing={editing} onLeave={edits.leave} />
        </div>
      </div>
    )
  }

  if (voice.state.kind !== 'off') {
    return (
      <div className={classes.composer}>
        {top}
        <div className={classes.box}>
          <VoiceBox voice={voice} channel={chat.channel} onLeave={toField} />
        </div>
      </div>
    )
  }

  return (
    <div className={classes.composer}>
      <ScheduledStrip chatId={chat.id} />
      <ComposerNotices chat={chat} closedNumber={closedNumber} />
      {top}
      <div
        className={classes.box}
        onClick={(event) => event.target === event.currentTarget && field.current?.focus()}
      >
        {composer.replyTo && (
          <ComposerQuote replyTo={composer.replyTo} onRemove={() => composer.quote(null)} />
        )}
        {menu && <QuickMenuList menu={menu} />}
        <ComposerField
          ref={field}
          onKey={press}
          list={menu?.items ? { id: menu.listId, activeId: menu.activeId } : null}
          value={composer.text}
          onChange={(text) => {
            composer.setText(text)
            if (text !== '') tellTyping()
          }}
          onFocus={(isNow) => {
            setFocused(isNow)
            composer.keeper.focus(isNow)
          }}
          onFiles={attach}
          onSend={() => composer.send()}
          onSendClose={sendClose}
          onLeave={onLeave}
          onEditLast={editLast}
        />
        <div className={classes.under}>
          {composer.files.length > 0 && (
            <ComposerFilesRow
              files={composer.files}
              refused={new Set(composer.split.refused.map((one) => one.position))}
              onRemove={composer.detach}
              onRetry={composer.retry}
            />
          )}
          <ComposerNote split={composer.split} files={composer.files} channelName={chat.channel.name} />
          <div className={classes.actions}>
            {composer.isWaiting && <span className={classes.hint}>{say('comp.waitsUpload')}</span>}
            <Tooltip label={`${say('comp.attach')}, Alt U`}>
              <ActionIcon aria-label={say('comp.attach')} onClick={() => picker.current?.click()} size={36}>
                <IconPaperclip size={20} />
              </ActionIcon>
            </Tooltip>
            <ComposerTools composer={composer} voice={voice} channel={chat.channel} field={field} />
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              onChange={(event) => {
                attach([...(event.currentTarget.files ?? [])])
                event.currentTarget.value = ''
              }}
            />
            <SendButton
              isDisabled={!composer.canSend}
              isWaiting={composer.isWaiting}
              onSend={() => composer.send()}
              onSendClose={onClose && sendClose}
              onLater={composer.canSchedule ? () => setPlanning(true) : null}
            />
          </div>
        </div>
      </div>
      <ScheduleDialog
        isOpen={isPlanning}
        onClose={() => {
          setPlanning(false)
          toField()
        }}
        onSchedule={composer.schedule}
      />
    </div>
  )
}
