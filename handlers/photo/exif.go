package photo

import (
	"bytes"
	"encoding/binary"
)

// turned is the orientation that a JPEG file states in its Exif part (Exif 2.32: a TIFF directory in an APP1 segment,
// tag 0x0112), 1 to 8; 1 where it states none. Telephones take pictures lying and only note how they were held, and the
// standard library reads no Exif.
func turned(file []byte) int {
	const upright = 1
	if len(file) < 4 || file[0] != 0xFF || file[1] != 0xD8 {
		return upright
	}
	for at := 2; at+4 <= len(file) && file[at] == 0xFF; {
		size := int(binary.BigEndian.Uint16(file[at+2:]))
		if size < 2 || at+2+size > len(file) || file[at+1] == 0xDA { // the picture itself begins
			return upright
		}
		if tiff, ok := bytes.CutPrefix(file[at+4:at+2+size], []byte("Exif\x00\x00")); ok && file[at+1] == 0xE1 {
			return orientation(tiff)
		}
		at += 2 + size
	}
	return upright
}

// orientation reads the tag of the first directory of a TIFF header.
func orientation(tiff []byte) int {
	const upright = 1
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	start := uint64(order.Uint32(tiff[4:]))
	if start+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[start+2:]
	for range order.Uint16(tiff[start:]) {
		if len(entries) < 12 {
			break
		}
		if order.Uint16(entries) == 0x0112 {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			break
		}
		entries = entries[12:]
	}
	return upright
}

// scansOf tells of a JPEG file how often the picture is gone over (ITU-T T.81, B.1.1: SOS segments before EOI), and
// whether it is progressive (an SOF2 segment).
func scansOf(file []byte) (n int, progressive bool) {
	const sof2, sos, eoi = 0xC2, 0xDA, 0xD9
	if len(file) < 4 || file[0] != 0xFF || file[1] != 0xD8 {
		return 0, false
	}
	for at := 2; at+1 < len(file); {
		marker := file[at+1]
		switch {
		case file[at] != 0xFF || marker == 0x00 || marker == 0x01 || marker >= 0xD0 && marker <= 0xD7:
			at++ // within a scan
			continue
		case marker == 0xFF: // filled up
			at++
			continue
		case marker == eoi:
			return n, progressive
		case marker == sos:
			n++
		case marker == sof2:
			progressive = true
		}
		size := 2
		if at+3 < len(file) {
			size = max(size, int(binary.BigEndian.Uint16(file[at+2:])))
		}
		at += 2 + size
	}
	return n, progressive
}
