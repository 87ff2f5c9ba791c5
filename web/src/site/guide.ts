// The script that says where the student stands. A page loads it once there is progress; without, all is to come, as the
// page says already.

import { drawer } from "./navigator/draw.ts";
import { guide } from "./progress/guide.ts";

// What can’t be had leaves the page as it is.
if (globalThis.palier) guide(globalThis.palier, drawer()).catch(() => undefined);
