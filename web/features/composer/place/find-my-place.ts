export type PlaceRefusal = 'denied' | 'insecure' | 'unknown'

/** Where this device says it is, or why it does not say. */
export function findMyPlace(): Promise<{ latitude: number; longitude: number } | PlaceRefusal> {
  if (!isSecureContext) return Promise.resolve('insecure')
  return new Promise((resolve) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) }),
      (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'unknown'),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    ),
  )
}

const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
