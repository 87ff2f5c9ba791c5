// Added by `palier serve` to the pages that it shows, and never published.

import { follow } from "./follow.ts";
import { forgetPublished } from "./forget.ts";

follow(document.currentScript?.dataset["build"]);
forgetPublished().catch(() => undefined);
