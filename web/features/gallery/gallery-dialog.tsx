import { Button, Modal, SegmentedControl, Skeleton } from '@mantine/core'
import { IconPhoto } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { EntityRef } from '#contract/common'
import { galleryKinds } from '#contract/gallery'
import type { GalleryItem, GalleryKind } from '#contract/gallery'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { FileRows } from './file-rows.tsx'
import { galleryWords } from './labels.ts'
import { PictureGrid } from './picture-grid.tsx'
import { useGallery } from './use-gallery.ts'
import classes from './gallery.module.css'

type Props = { card: EntityRef; onJump: (at: string) => void; onClose: () => void }

/** Everything that was sent, received and noted in a card, by kind. */
export function GalleryDialog({ card, onJump, onClose }: Props): ReactElement {
  const say = useWords(galleryWords)
  const [kind, setKind] = useState<GalleryKind>('pictures')
  const gallery = useGallery(card, kind)
  const items = gallery.data?.pages.flatMap((page) => page.items) ?? []
  const jump = (item: GalleryItem): void => {
    onClose()
    onJump(item.at)
  }
  return (
    <Modal opened onClose={onClose} title={say('gal.title')} size="xl">
      <div className={classes.body}>
        <SegmentedControl
          aria-label={say('gal.kind')}
          data={galleryKinds.map((value) => ({ value, label: say(`gal.k.${value}`) }))}
          value={kind}
          onChange={setKind}
        />
        {gallery.isPending && <Skeleton height={240} />}
        {gallery.error && items.length === 0 && (
          <ErrorState title={say('gal.error')} error={gallery.error} onRetry={() => void gallery.refetch()} />
        )}
        {gallery.data && items.length === 0 && (
          <EmptyState
            icon={<IconPhoto size={28} stroke={1.5} />}
            title={say(`gal.none.${kind}`)}
            text={say('gal.none.text')}
          />
        )}
        {items.length > 0 &&
          (kind === 'pictures' ? (
            <PictureGrid items={items} onJump={jump} />
          ) : (
            <FileRows items={items} onJump={jump} />
          ))}
        {gallery.hasNextPage && (
          <Button
            variant="default"
            loading={gallery.isFetchingNextPage}
            onClick={() => void gallery.fetchNextPage()}
          >
            {say('c.more')}
          </Button>
        )}
      </div>
    </Modal>
  )
}
