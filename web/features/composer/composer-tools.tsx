import { ActionIcon, Tooltip } from '@mantine/core'
import { IconMapPin, IconMicrophone } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import type { ReactElement, RefObject } from 'react'
import { lazyLater } from '../../lib/lazy-later.ts'
import { putTextBeside } from '../../lib/put-text.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import type { LoadedChat } from '../chat/use-chat.ts'
import { EmojiButton } from './emoji/emoji-button.tsx'
import { putAt } from './emoji/emoji-list.ts'
import { composerWords } from './labels.ts'
import type { ComposerModel } from './use-composer.ts'
import type { VoiceModel } from './voice/use-voice.ts'

const PlaceDialog = lazyLater(async () => (await import('./place/place-dialog.tsx')).PlaceDialog)

type ComposerToolsProps = {
  composer: ComposerModel
  voice: VoiceModel
  channel: LoadedChat['channel']
  field: RefObject<HTMLTextAreaElement | null>
}

/** Beside the paperclip: emoji, a place, a voice message. */
export function ComposerTools({ composer, voice, channel, field }: ComposerToolsProps): ReactElement {
  const say = useWords(composerWords)
  const format = useFormat()
  const [isPlacing, setPlacing] = useState(false)
  const toField = (): void => void requestAnimationFrame(() => field.current?.focus())
  const put = (emoji: string): void => {
    const element = field.current
    const end = composer.text.length
    const selection = { start: element?.selectionStart ?? end, end: element?.selectionEnd ?? end }
    const { text, caret } = putAt(composer.text, selection, emoji)
    putTextBeside(field, () => composer.setText(text), caret)
  }
  const record = (): void => {
    const time = format.time(new Date()).replaceAll(':', '-')
    void voice.recorder.start(say('comp.voice.name', { time }))
  }
  return (
    <>
      <EmojiButton onPick={put} onClose={toField} />
      <Tooltip label={say('comp.place')}>
        <ActionIcon size={36} aria-label={say('comp.place')} onClick={() => setPlacing(true)}>
          <IconMapPin size={20} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={say('comp.voice.record')}>
        <ActionIcon size={36} aria-label={say('comp.voice.record')} onClick={record}>
          <IconMicrophone size={20} />
        </ActionIcon>
      </Tooltip>
      {isPlacing && (
        <Suspense fallback={null}>
          <PlaceDialog
            channel={channel}
            onClose={() => {
              setPlacing(false)
              toField()
            }}
            onSend={composer.sendPlace}
          />
        </Suspense>
      )}
    </>
  )
}
