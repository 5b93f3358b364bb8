import { Suspense } from 'react'
import type { ReactElement } from 'react'
import { lazyLater } from '../lib/lazy-later.ts'

export type ViewedPicture = { url: string; name: string }

export type PictureViewerProps = {
  pictures: readonly ViewedPicture[]
  /** Null: closed. */
  index: number | null
  onIndex: (index: number) => void
  onClose: () => void
}

const PictureStage = lazyLater(async () => (await import('./picture-stage.tsx')).PictureStage)

/** Pictures over the whole screen: arrows go on, Esc closes and gives the focus back. */
export function PictureViewer(props: PictureViewerProps): ReactElement | null {
  // Closed, it must still be there to give the focus back; never opened, it need not be loaded.
  return (
    <Suspense fallback={null}>
      <PictureStage {...props} />
    </Suspense>
  )
}
