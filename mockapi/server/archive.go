package server

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/herokuenterprise/terraform-provider-herokuenterprise/internal/api"
	"github.com/herokuenterprise/terraform-provider-herokuenterprise/mockapi/store"
)

// month is a month of the audit trail of an account, up to the beginning of today if it is the current one (Dev Center "Audit Trail").
type month struct{ from, to time.Time }

// months lists the months of which the audit trail tells.
func (r *request) months() ([]month, error) {
	days, err := r.tx.ListEventDays(r.ctx, r.account.ID)
	if err != nil {
		return nil, err
	}
	today := r.tx.Now().UTC().Truncate(24 * time.Hour)
	list := []month{}
	for _, day := range days {
		from := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
		if !day.Before(today) || len(list) > 0 && list[len(list)-1].from.Equal(from) {
			continue
		}
		to := from.AddDate(0, 1, 0)
		if to.After(today) {
			to = today
		}
		list = append(list, month{from, to})
	}
	return list, nil
}

// archive makes the file of a month.
func (r *request) archive(m month) (api.ArchiveFile, error) {
	events, err := r.tx.ListAccountEvents(r.ctx, r.account.ID, m.from, m.to)
	return api.ArchiveFile{Entries: convert(events, wireEvent)}, err
}

// wireArchive tells where the file of a month is, and what it holds.
func (r *request) wireArchive(m month) (api.Archive, error) {
	file, err := r.archive(m)
	if err != nil {
		return api.Archive{}, err
	}
	text, err := json.Marshal(file)
	if err != nil {
		return api.Archive{}, err
	}
	sum := sha256.Sum256(text)
	number := m.from.Format("01")
	return api.Archive{
		Checksum: hex.EncodeToString(sum[:]), CreatedAt: api.Timestamp(m.to), Month: number, Size: len(text), Year: m.from.Year(),
		URL: r.base() + "/enterprise-accounts/" + r.account.ID + "/archives/" + strconv.Itoa(m.from.Year()) + "/" + number + "/download",
	}, nil
}

// base is the address under which the caller has found the API.
func (r *request) base() string {
	scheme := "http"
	if r.http.TLS != nil || r.http.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	prefix, _, _ := strings.Cut(r.http.RequestURI, "/enterprise-accounts/")
	return scheme + "://" + r.http.Host + strings.TrimSuffix(prefix, "/")
}

func listArchives(r *request) (int, any, error) {
	months, err := r.months()
	if err != nil {
		return 0, nil, err
	}
	list := []api.Archive{}
	for _, m := range months {
		a, err := r.wireArchive(m)
		if err != nil {
			return 0, nil, err
		}
		list = append(list, a)
	}
	return http.StatusOK, list, nil
}

// monthInPath finds the month that the path names.
func (r *request) monthInPath() (month, error) {
	months, err := r.months()
	for _, m := range months {
		if r.param("year") == strconv.Itoa(m.from.Year()) && r.param("month") == m.from.Format("01") {
			return m, nil
		}
	}
	if err == nil {
		err = &store.NotFoundError{Noun: "archive"}
	}
	return month{}, err
}

func getArchive(r *request) (int, any, error) {
	m, err := r.monthInPath()
	if err != nil {
		return 0, nil, err
	}
	a, err := r.wireArchive(m)
	return http.StatusOK, a, err
}

// downloadArchive answers the file. Heroku puts it where whoever knows the address can read it; here it takes the same right as the trail.
func downloadArchive(r *request) (int, any, error) {
	m, err := r.monthInPath()
	if err != nil {
		return 0, nil, err
	}
	file, err := r.archive(m)
	return http.StatusOK, file, err
}
