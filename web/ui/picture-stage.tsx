import { ActionIcon, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconDownload, IconX } from '@tabler/icons-react'
import type { KeyboardEvent, ReactElement } from 'react'
import { useWords } from '../lib/words.ts'
import classes from './picture-stage.module.css'
import { downloadHref } from '../lib/download-href.ts'
import type { PictureViewerProps } from './picture-viewer.tsx'

/** Pictures over the whole screen: arrows go on, Esc closes and gives the focus back. */
export function PictureStage({ pictures, index, onIndex, onClose }: PictureViewerProps): ReactElement {
  const say = useWords()
  const picture = index === null ? undefined : pictures[index]
  const go = (step: number): void => {
    const next = (index ?? 0) + step
    if (next >= 0 && next < pictures.length) onIndex(next)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') go(-1)
    if (event.key === 'ArrowRight') go(1)
  }
  return (
    <Modal
      opened={picture !== undefined}
      onClose={onClose}
      fullScreen
      withCloseButton={false}
      aria-label={say('viewer.title')}
      classNames={{ content: classes.content, body: classes.body }}
      onKeyDown={onKeyDown}
    >
      {picture && index !== null ? (
        <>
          <div className={classes.head}>
            <bdi className={classes.name}>{picture.name}</bdi>
            {pictures.length > 1 ? (
              <span className={classes.place} aria-live="polite">
                {say('viewer.of', { position: index + 1, total: pictures.length })}
              </span>
            ) : null}
            <ActionIcon
              component="a"
              href={downloadHref(picture.url)}
              download={picture.name}
              className={classes.button}
              aria-label={say('c.download.name', { name: picture.name })}
            >
              <IconDownload size={20} stroke={1.75} />
            </ActionIcon>
            <ActionIcon
              className={classes.button}
              aria-label={say('c.close')}
              onClick={onClose}
              data-autofocus
            >
              <IconX size={20} stroke={1.75} />
            </ActionIcon>
          </div>
          <div className={classes.stage}>
            {index > 0 ? (
              <ActionIcon
                size={44}
                className={classes.button}
                aria-label={say('viewer.previous')}
                onClick={() => go(-1)}
              >
                <IconChevronLeft size={28} stroke={1.75} />
              </ActionIcon>
            ) : null}
            <img key={picture.url} className={classes.picture} src={picture.url} alt={picture.name} />
            {index < pictures.length - 1 ? (
              <ActionIcon
                size={44}
                className={`${classes.button} ${classes.next}`}
                aria-label={say('viewer.next')}
                onClick={() => go(1)}
              >
                <IconChevronRight size={28} stroke={1.75} />
              </ActionIcon>
            ) : null}
          </div>
        </>
      ) : null}
    </Modal>
  )
}
