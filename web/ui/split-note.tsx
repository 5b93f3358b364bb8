import type { ReactElement, ReactNode } from 'react'
import { Notice } from './notice.tsx'

/** In the composer: into how many messages it will split, and why. */
export function SplitNote({ children, why }: { children: ReactNode; why?: ReactNode }): ReactElement {
  return (
    <Notice tone="plain" isLive hint={why}>
      {children}
    </Notice>
  )
}
