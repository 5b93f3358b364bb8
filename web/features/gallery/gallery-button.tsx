import { ActionIcon, Tooltip } from '@mantine/core'
import { IconPhoto } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import { lazyLater } from '../../lib/lazy-later.ts'
import { useWords } from '../../lib/words.ts'
import { galleryWords } from './labels.ts'

const GalleryDialog = lazyLater(async () => (await import('./gallery-dialog.tsx')).GalleryDialog)

type Props = {
  card: EntityRef
  /** Shows the feed from an instant on. */
  onJump: (at: string) => void
}

/** Opens the files of a card. */
export function GalleryButton({ card, onJump }: Props): ReactElement {
  const say = useWords(galleryWords)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Tooltip label={say('gal.title')}>
        <ActionIcon size={36} aria-label={say('gal.title')} onClick={() => setOpen(true)}>
          <IconPhoto size={18} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      {isOpen && (
        <Suspense fallback={null}>
          <GalleryDialog card={card} onJump={onJump} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
