import { Button, FileButton, Progress, SegmentedControl } from '@mantine/core'
import { IconTableImport } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { fileProblemWords } from '#contract/import-words'
import { createImport, fileProblems, importKinds } from '#contract/imports'
import type { ImportKind } from '#contract/imports'
import { isApiError } from '../../lib/api-error.ts'
import { call } from '../../lib/api.ts'
import { errorText } from '../../lib/error-text.ts'
import { startUpload } from '../../lib/uploads.ts'
import type { Upload } from '../../lib/uploads.ts'
import { useCreate } from '../../lib/use-create.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useLanguage, useWords } from '../../lib/words.ts'
import { Notice } from '../../ui/notice.tsx'
import { importWords } from './labels.ts'
import classes from './imports.module.css'

type Props = { kinds: readonly ImportKind[]; kind: ImportKind }
type Going = { share: number; isOpening: boolean }

/** What is in the table, and which table it is. */
export function StartImport({ kinds, kind: first }: Props): ReactElement {
  const say = useWords(importWords)
  const format = useFormat()
  const router = useRouter()
  const [kind, setKind] = useState(first)
  const [going, setGoing] = useState<Going | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const create = useCreate()
  const upload = useRef<Upload | null>(null)
  useEffect(() => () => upload.current?.cancel(), [])

  async function bring(file: File | null): Promise<void> {
    if (file === null) return
    setFailure(null)
    setGoing({ share: 0, isOpening: false })
    const id = crypto.randomUUID()
    try {
      upload.current = startUpload(id, file, ({ share }) => setGoing({ share, isOpening: false }))
      await upload.current.done
      upload.current = null
      setGoing({ share: 1, isOpening: true })
      // The same table brought again, after an answer that was lost, is the import that is there.
      const { id: importId } = await create([kind, file.name, file.size, file.lastModified], (requestId) =>
        call(createImport, { requestId, kind, fileId: id }),
      )
      router.history.push(`/imports/${importId}`)
    } catch (error) {
      setGoing(null)
      if (!isApiError(error, 'network.cancelled')) setFailure(error)
    }
  }

  return (
    <div className={classes.start}>
      <div>
        <p className={classes.label} id="import-kind">
          {say('im.what')}
        </p>
        <SegmentedControl
          aria-labelledby="import-kind"
          data={importKinds
            .filter((each) => kinds.includes(each))
            .map((each) => ({ value: each, label: say(`im.kind.${each}`) }))}
          value={kind}
          onChange={(chosen) => setKind(importKinds.find((each) => each === chosen) ?? kind)}
          disabled={going !== null}
        />
      </div>
      <FileButton
        onChange={(file) => void bring(file)}
        accept=".csv,.txt,.tsv,.xlsx"
        disabled={going !== null}
      >
        {(props) => (
          <Button
            {...props}
            leftSection={<IconTableImport size={16} stroke={1.75} aria-hidden />}
            loading={going !== null}
          >
            {say('im.file')}
          </Button>
        )}
      </FileButton>
      {going === null ? (
        <p className={classes.hint}>{say('im.file.hint')}</p>
      ) : (
        <div className={classes.going} role="status">
          <Progress value={going.share * 100} aria-label={say('im.file')} animated={going.isOpening} />
          <p className={classes.hint}>
            {going.isOpening
              ? say('im.opening')
              : say('im.uploading', { percent: format.percent(going.share) })}
          </p>
        </div>
      )}
      {failure !== null && (
        <Notice tone="danger" isLive>
          <FailureText error={failure} />
        </Notice>
      )}
    </div>
  )
}

/** Of a file that is no table, why. */
function FailureText({ error }: { error: unknown }): ReactElement {
  const say = useWords(importWords)
  const language = useLanguage()
  if (!isApiError(error, 'import.unreadable')) return <>{errorText(error)}</>
  const { problem, line } = error.details
  const code = fileProblems.find((each) => each === problem)
  if (code === undefined) return <>{errorText(error)}</>
  const text = fileProblemWords[language][code]
  return <>{typeof line === 'number' ? say('im.problem.line', { line, text }) : text}</>
}
