import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconLock, IconPaperclip, IconSend } from '@tabler/icons-react'
import { useImperativeHandle, useRef, useState } from 'react'
import type { ReactElement, ReactNode, Ref } from 'react'
import type { InternalMessage } from '#contract/internal'
import { putText, putTextBeside } from '../../lib/put-text.ts'
import { useWords } from '../../lib/words.ts'
import { failureToast } from '../../ui/toasts.tsx'
import { ComposerField } from '../composer/composer-field.tsx'
import { ComposerFilesRow } from '../composer/composer-files-row.tsx'
import { maxFiles } from '../composer/composer-files.ts'
import { ComposerQuote } from '../composer/composer-quote.tsx'
import { EditBox } from '../composer/edit-box.tsx'
import { EmojiButton } from '../composer/emoji/emoji-button.tsx'
import { putAt } from '../composer/emoji/emoji-list.ts'
import { composerWords } from '../composer/labels.ts'
import { internalWords } from './labels.ts'
import { MentionList } from './mention-list.tsx'
import { putMention } from './mention.ts'
import { keyOf, useAddressees } from './people.ts'
import { RecipientsField } from './recipients-field.tsx'
import type { LoadedInternalChat } from './use-chats.ts'
import { quoteOf, useInternalComposer } from './use-internal-composer.ts'
import { useInternalEditing } from './use-internal-editing.ts'
import { useInternalTyping } from './use-internal-typing.ts'
import { useMentionMenu } from './use-mention-menu.ts'
import composerClasses from '../composer/composer.module.css'
import classes from './internal.module.css'

export type InternalComposerHandle = {
  focus: () => void
  attach: (files: File[]) => void
  pickFiles: () => void
  quote: (message: InternalMessage) => void
  edit: (message: InternalMessage) => void
}

type InternalComposerProps = {
  ref?: Ref<InternalComposerHandle>
  chat: LoadedInternalChat
  /** Whether anybody else takes part in the card: who would be told without a name. */
  hasOthers?: boolean
  /** Over the field. */
  top?: ReactNode
  findMessage: (id: string) => InternalMessage | null
  /** What the arrow up edits. */
  findLastOwn: () => InternalMessage | null
  onSent: () => void
  onLeave: () => void
}

/** Where one writes to colleagues. One is made anew for every chat: give it the chat's id as its key. */
export function InternalComposer({
  ref,
  chat,
  hasOthers = true,
  top,
  findLastOwn,
  onLeave,
  ...given
}: InternalComposerProps): ReactElement {
  const say = useWords(internalWords)
  const sayComposer = useWords(composerWords)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const names = useRef<HTMLInputElement>(null)
  const isCard = chat.card !== null
  const people = useAddressees()
  const composer = useInternalComposer({ chat, ...given, onNobody: () => names.current?.focus() })
  const { text, setText, recipients, setRecipients } = composer
  const tellTyping = useInternalTyping(chat.id)
  const [caret, setCaret] = useState<number | null>(null)
  const toField = (): void => void requestAnimationFrame(() => field.current?.focus())
  const { editing, ...edits } = useInternalEditing(toField)
  const { menu, press } = useMentionMenu({
    text,
    caret,
    people: isCard ? people : [],
    onChoose: (one, place) => {
      const put = putMention(text, place, one.name)
      const name = (): void => {
        setText(put.text)
        setCaret(put.caret)
        if (!recipients.some((each) => keyOf(each) === keyOf(one)))
          setRecipients([...recipients, { kind: one.kind, id: one.id }])
      }
      putText(field, name, put.caret)
    },
  })
  const attach = (files: File[]): void => {
    edits.leave()
    if (composer.attach(files) > 0) failureToast(sayComposer('comp.tooMany', { count: maxFiles }))
    field.current?.focus()
  }
  useImperativeHandle(ref, () => ({
    focus: toField,
    attach,
    pickFiles: () => picker.current?.click(),
    quote: (message) => {
      edits.leave()
      composer.quote(quoteOf(message))
      toField()
    },
    edit: edits.start,
  }))
  const putEmoji = (emoji: string): void => {
    const selection = {
      start: field.current?.selectionStart ?? text.length,
      end: field.current?.selectionEnd ?? text.length,
    }
    const put = putAt(text, selection, emoji)
    putTextBeside(field, () => setText(put.text), put.caret)
  }

  return (
    <div className={composerClasses.composer} data-team={isCard || undefined}>
      {top}
      {isCard && editing === null && (
        <div className={classes.to}>
          <RecipientsField
            ref={names}
            className={classes.names}
            people={people}
            value={recipients}
            onChange={setRecipients}
            label={say('in.to')}
            placeholder={`${say('in.to')}: ${say(hasOthers ? 'in.to.all' : 'in.to.choose')}`}
          />
          {recipients.length > 0 && <span className={classes.hint}>{say('in.hint')}</span>}
        </div>
      )}
      <div className={isCard ? `${composerClasses.box} ${classes.box}` : composerClasses.box}>
        {editing ? (
          <EditBox field={field} editing={editing} onLeave={edits.leave} />
        ) : (
          <>
            {composer.replyTo && (
              <ComposerQuote replyTo={composer.replyTo} onRemove={() => composer.quote(null)} />
            )}
            {menu && <MentionList menu={menu} />}
            <ComposerField
              ref={field}
              onKey={press}
              list={menu ? { id: menu.listId, activeId: menu.activeId } : null}
              label={say(isCard ? 'in.label' : 'in.label.chat')}
              placeholder={say(isCard ? 'in.placeholder' : 'in.placeholder.chat')}
              value={text}
              onChange={(next) => {
                setText(next)
                setCaret(field.current?.selectionStart ?? null)
                if (next !== '') tellTyping()
              }}
              onFocus={(isNow) => {
                if (!isNow) setCaret(null)
                composer.keeper.focus(isNow)
              }}
              onFiles={attach}
              onSend={composer.send}
              onSendClose={composer.send}
              onLeave={onLeave}
              onEditLast={() => {
                const own = composer.files.length === 0 ? findLastOwn() : null
                if (own) edits.start(own)
              }}
            />
            <div className={composerClasses.under}>
              {composer.files.length > 0 && (
                <ComposerFilesRow
                  files={composer.files}
                  refused={new Set()}
                  onRemove={composer.detach}
                  onRetry={composer.retry}
                />
              )}
              <div className={composerClasses.actions}>
                <Tooltip label={`${sayComposer('comp.attach')}, Alt U`}>
                  <ActionIcon
                    size={36}
                    aria-label={sayComposer('comp.attach')}
                    onClick={() => picker.current?.click()}
                  >
                    <IconPaperclip size={20} />
                  </ActionIcon>
                </Tooltip>
                <EmojiButton onPick={putEmoji} onClose={toField} />
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
                <SendInternal isCard={isCard} composer={composer} />
              </div>
            </div>
          </>
        )}
      </div>
    </div>
  )
}

type SendInternalProps = {
  isCard: boolean
  composer: { canSend: boolean; isBusy: boolean; send: () => void }
}

function SendInternal({ isCard, composer }: SendInternalProps): ReactElement {
  const say = useWords(internalWords)
  const sayComposer = useWords(composerWords)
  const word = isCard ? say('in.send') : sayComposer('comp.send')
  return (
    <Button
      aria-label={word}
      disabled={!composer.canSend && !composer.isBusy}
      loading={composer.isBusy}
      onClick={composer.send}
      leftSection={isCard ? <IconLock size={16} aria-hidden="true" /> : null}
    >
      <IconSend className={composerClasses.sendIcon} size={18} aria-hidden="true" />
      <span className={composerClasses.sendWord}>{word}</span>
    </Button>
  )
}
