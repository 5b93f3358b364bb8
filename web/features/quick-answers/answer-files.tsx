import { Button } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { mostQuickAnswerFiles } from '#contract/quick-answers'
import { useWords } from '../../lib/words.ts'
import { ComposerFilesRow } from '../composer/composer-files-row.tsx'
import type { ComposerFiles } from '../composer/use-files.ts'
import { quickAnswerWords } from './labels.ts'
import classes from './quick-answers.module.css'

const none: ReadonlySet<number> = new Set()

/** The files of a quick answer: each is stored as soon as it is put in. */
export function AnswerFiles({ files }: { files: ComposerFiles }): ReactElement {
  const say = useWords(quickAnswerWords)
  const picker = useRef<HTMLInputElement>(null)
  const [isTooMany, setTooMany] = useState(false)
  const room = mostQuickAnswerFiles - files.files.length
  const states = new Set(files.files.map((file) => file.state))
  const trouble = states.has('failed')
    ? say('qa.files.failed')
    : isTooMany
      ? say('qa.files.most', { count: mostQuickAnswerFiles })
      : null
  return (
    <div>
      <p className={classes.label}>{say('qa.files')}</p>
      {files.files.length > 0 && (
        <ComposerFilesRow
          files={files.files}
          refused={none}
          onRemove={(id) => {
            setTooMany(false)
            files.detach(id)
          }}
          onRetry={files.retry}
        />
      )}
      <Button
        mt={8}
        size="compact-sm"
        variant="default"
        leftSection={<IconPaperclip size={16} />}
        disabled={room === 0}
        onClick={() => picker.current?.click()}
      >
        {say('qa.files.add')}
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])]
          setTooMany(chosen.length > room)
          files.attach(chosen.slice(0, room))
          event.currentTarget.value = ''
        }}
      />
      {trouble && (
        <p className={classes.bad} role="alert">
          {trouble}
        </p>
      )}
      {states.has('uploading') && <p className={classes.hint}>{say('qa.files.wait')}</p>}
    </div>
  )
}
