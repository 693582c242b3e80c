/** Seconds as a person says them: `40 s`, `12 min`, `2 h 5 min`. */
export function duration(seconds: number): string {
    if (seconds < 59.5) {
        return `${Math.round(seconds)} s`;
    }
    const minutes = Math.round(seconds / 60);
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
