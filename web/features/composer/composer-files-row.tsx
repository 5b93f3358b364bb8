import { ActionIcon, RingProgress, Tooltip, UnstyledButton } from '@mantine/core'
import { IconCloudOff, IconRefresh, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import type { ComposerFile } from './composer-files.ts'
import { composerWords } from './labels.ts'
import classes from './composer.module.css'

type ComposerFilesRowProps = {
  files: readonly ComposerFile[]
  /** Positions that the messenger refuses. */
  refused: ReadonlySet<number>
  onRemove: (id: string) => void
  onRetry: (id: string) => void
}

/** The attached files: what they are, how far they are, and how to take each out. */
export function ComposerFilesRow({ files, refused, onRemove, onRetry }: ComposerFilesRowProps): ReactElement {
  return (
    <ul className={classes.files}>
      {files.map((file, position) => (
        <FileItem
          key={file.id}
          file={file}
          isRefused={refused.has(position)}
          onRemove={() => onRemove(file.id)}
          onRetry={() => onRetry(file.id)}
        />
      ))}
    </ul>
  )
}

type FileItemProps = { file: ComposerFile; isRefused: boolean; onRemove: () => void; onRetry: () => void }

function FileItem({ file, isRefused, onRemove, onRetry }: FileItemProps): ReactElement {
  const say = useWords(composerWords)
  const isUploading = file.state === 'uploading'
  const { name } = file
  return (
    <li
      className={classes.file}
      data-bad={isRefused || file.state === 'failed' || undefined}
      data-named={file.previewUrl === null || undefined}
      data-covered={isUploading || file.state === 'failed' || undefined}
    >
      {file.previewUrl === null ? (
        <FileName file={file} />
      ) : (
        <img className={classes.preview} src={file.previewUrl} alt={name} title={name} />
      )}
      {isUploading && <UploadRing file={file} />}
      {file.state === 'failed' && (
        <Tooltip label={`${errorText(file.problem)}. ${say('comp.retryUpload', { name })}`}>
          <UnstyledButton
            className={classes.cover}
            aria-label={say('comp.retryUpload', { name })}
            onClick={onRetry}
          >
            <IconRefresh size={20} />
          </UnstyledButton>
        </Tooltip>
      )}
      <ActionIcon
        className={classes.remove}
        variant="filled"
        color="dark"
        radius="xl"
        size={20}
        aria-label={isUploading ? say('comp.cancelUpload', { name }) : say('comp.remove', { name })}
        onClick={onRemove}
      >
        <IconX size={12} stroke={2.5} />
      </ActionIcon>
    </li>
  )
}

function FileName({ file }: { file: ComposerFile }): ReactElement {
  const format = useFormat()
  return (
    <span className={classes.named}>
      <bdi className={classes.fileName} title={file.name}>
        {file.name}
      </bdi>
      <span className={classes.fileSize}>{format.size(file.sizeBytes)}</span>
    </span>
  )
}

function UploadRing({ file }: { file: ComposerFile }): ReactElement {
  const say = useWords(composerWords)
  const percent = Math.round(file.progress * 100)
  return (
    <span
      className={classes.cover}
      role="progressbar"
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      data-waiting={file.isWaiting || undefined}
      title={file.isWaiting ? say('comp.uploadWaits') : undefined}
      aria-label={say(file.isWaiting ? 'comp.uploadWaitsAt' : 'comp.uploading', { name: file.name, percent })}
    >
      {file.isWaiting && <IconCloudOff size={16} aria-hidden="true" className={classes.offline} />}
      <RingProgress
        size={32}
        thickness={3}
        roundCaps
        sections={[{ value: percent, color: 'var(--accent)' }]}
      />
    </span>
  )
}
