// The script of pages that are opened from a folder. It comes before what the page keeps is opened.

import { watchStorage } from "./disk/apart.ts";

if (location.protocol === "file:") watchStorage(document.currentScript?.dataset["own"] ?? "");
