/** Something that was to be read and was not. */
export interface Unread {
    what: string;
    /** Why, and what to do about it where that is known. */
    reason: string;
}
