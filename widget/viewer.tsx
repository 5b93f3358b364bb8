/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from './icons.tsx'
import { fill, type Words } from './words.ts'

export type ShownPicture = { url: string; name: string }

type ViewerProps = { picture: ShownPicture; words: Words; onClose: () => void }

/** A picture over the whole page; the browser's modal dialog keeps the focus and gives it back. */
export function Viewer({ picture, words, onClose }: ViewerProps): VNode {
  const element = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  const download = fill(words.download, { name: picture.name })
  return (
    <dialog
      ref={element}
      class="viewer"
      aria-label={picture.name}
      onKeyDown={(event) => event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div class="viewer-bar">
        <span class="viewer-name">
          <bdi>{picture.name}</bdi>
        </span>
        <a
          class="round light"
          href={picture.url}
          download={picture.name}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={download}
          title={download}
        >
          <Icon name="save" />
        </a>
        <button
          type="button"
          class="round light"
          aria-label={words.close}
          title={words.close}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      <img class="large" src={picture.url} alt={picture.name} />
    </dialog>
  )
}
