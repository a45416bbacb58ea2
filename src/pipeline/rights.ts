// Owner, group and mode of a file that takes the place of another: a resolver that may read today's zone must read
// tomorrow's. Only root may give a file away, but whoever is in the group may leave it to the group.
export interface Rights {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** What is needed of an open file. */
export interface Owned {
  stat(): Promise<Rights>;
  chown(uid: number, gid: number): Promise<void>;
  chmod(mode: number): Promise<void>;
}

/** Gives the file the rights of the one it replaces, as far as the system lets; tells whether somebody lost theirs. */
export async function keepRights({ uid, gid, mode }: Rights, file: Owned): Promise<boolean> {
  if (await worked(file.chown(uid, gid))) {
    await file.chmod(mode & 0o777);
    return false;
  }
  if (await worked(file.chown((await file.stat()).uid, gid))) {
    await file.chmod(mode & 0o777);
    return (mode & 0o040) === 0; // the owner alone could read it
  }
  // What the group could do is not for another group.
  await file.chmod(mode & 0o707);
  return true;
}

function worked(step: Promise<void>): Promise<boolean> {
  return step.then(
    () => true,
    () => false,
  );
}
