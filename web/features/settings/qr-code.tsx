import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import styles from './qr-code.module.css'

/** A link for the camera of a phone. The drawing is loaded only when a code is shown. */
export function QrCode({ link, label }: { link: string; label: string }): ReactElement {
  const picture = useQuery({
    queryKey: ['qr', link],
    queryFn: async () =>
      (await import('qrcode')).toDataURL(link, { margin: 1, width: 216, errorCorrectionLevel: 'M' }),
    staleTime: Infinity,
  })
  if (picture.isError) return <></>
  if (!picture.data) return <Skeleton width={108} height={108} />
  return <img className={styles.code} src={picture.data} alt={label} width={108} height={108} />
}
